import type { ReactNode } from "react";

/** A part of the rule's sentence: its first word, and the fields to complete the part. */
export function Clause({ word, children }: { word: string; children: ReactNode }) {
  return (
    <section aria-label={word} className="grid gap-x-4 gap-y-2 sm:grid-cols-[3.5rem_minmax(0,1fr)]">
      <h2 className="font-semibold text-base sm:pt-7">{word}</h2>
      <div className="grid min-w-0 gap-4">{children}</div>
    </section>
  );
}
