import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** Named values: stacked on phones, in two columns where there is room. */
export function Facts(props: { className?: string; children: ReactNode }) {
  return (
    <dl className={cn("grid gap-x-6 gap-y-2.5 sm:grid-cols-[9rem_minmax(0,1fr)]", props.className)}>
      {props.children}
    </dl>
  );
}

export function Fact(props: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="grid sm:col-span-2 sm:grid-cols-subgrid">
      <dt className="text-muted-foreground">{props.name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{props.children}</dd>
    </div>
  );
}
