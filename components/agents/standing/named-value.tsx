import type { ReactNode } from "react";

/** A row of a `dl` that is a container: two columns where the card has room, whatever the page's width is. */
export function NamedValue({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-x-6 gap-y-0.5 @md:grid-cols-[11rem_minmax(0,1fr)]">
      <dt className="min-w-0 text-muted-foreground [overflow-wrap:anywhere]">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
