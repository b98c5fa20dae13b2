import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

/** A label and its value, side by side on phones too. */
export const labelAndValue =
  "grid grid-cols-[5.25rem_minmax(0,1fr)] gap-x-3 lg:grid-cols-[9rem_minmax(0,1fr)]";

/** Rows of labels and values. */
export function Rows({ className, children }: { className?: string; children: ReactNode }) {
  return <dl className={cn("grid min-w-0", className)}>{children}</dl>;
}

/** A value beside its label, or below if `wide`. Has to be seen before Approve, unless `isAside`. */
export function Row(props: { label: ReactNode; wide?: boolean; isAside?: boolean; children: ReactNode }) {
  return (
    <div
      data-review={props.isAside ? undefined : "value"}
      className={cn("min-w-0 outline-offset-4", props.wide ? "grid gap-y-1 py-1" : labelAndValue)}
    >
      <dt className="min-w-0 text-[0.8125rem] text-muted-foreground leading-[1.375rem] [overflow-wrap:anywhere]">
        {props.label}
      </dt>
      <dd className="min-w-0 leading-[1.375rem] [overflow-wrap:anywhere]">{props.children}</dd>
    </div>
  );
}
