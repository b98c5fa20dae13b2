import type { ReactNode } from "react";

/** Words that a narrow screen shows as one short word; a screen reader reads the words themselves. */
export function WordsForRoom({ short, children }: { short: string; children: ReactNode }) {
  return (
    <>
      <span aria-hidden className="xl:hidden">
        {short}
      </span>
      <span className="max-xl:sr-only">{children}</span>
    </>
  );
}
