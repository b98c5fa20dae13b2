import type { ReactNode } from "react";
import { Icon } from "#components/ui/icon";

const icons = { changed: "pencil-line", added: "plus", removed: "minus" } as const;

/** One difference: the kind of change, and the changed object. */
export function DifferenceEntry(props: { kind: keyof typeof icons; what: string; children: ReactNode }) {
  return (
    <li className="grid gap-2 px-4 py-3.5 sm:px-5">
      <h3 className="flex items-center gap-2 font-medium text-sm">
        <Icon name={icons[props.kind]} />
        {props.what}
      </h3>
      {props.children}
    </li>
  );
}

/** A labeled part of a difference, such as the earlier value. */
export function DifferenceLine(props: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 gap-y-1 sm:grid-cols-[4rem_minmax(0,1fr)]">
      <span className="text-muted-foreground text-sm">{props.label}</span>
      <div className="min-w-0 [overflow-wrap:anywhere]">{props.children}</div>
    </div>
  );
}

/** The two sides of a change. */
export function BeforeAndAfter({ before, after }: { before: ReactNode; after: ReactNode }) {
  return (
    <>
      <DifferenceLine label="Before">{before}</DifferenceLine>
      <DifferenceLine label="After">{after}</DifferenceLine>
    </>
  );
}
