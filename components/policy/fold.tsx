import type { ReactNode } from "react";
import { Icon } from "#components/ui/icon";

/** A part that is out of sight until it is wanted. */
export function Fold(props: { title: ReactNode; isOpen?: boolean; children: ReactNode }) {
  return (
    <details className="group min-w-0" open={props.isOpen || undefined}>
      <summary className="-ml-1 inline-flex min-h-11 w-fit cursor-pointer items-center gap-1 rounded-sm pr-2 text-muted-foreground text-sm hover:text-foreground fine:min-h-8">
        <Icon name="chevron-down" className="-rotate-90 transition-transform group-open:rotate-0" />
        {props.title}
      </summary>
      <div className="mt-2">{props.children}</div>
    </details>
  );
}
