import type { ComponentProps, ReactNode } from "react";
import { Amount } from "#components/text/amount";
import { UntrustedCode } from "#components/text/untrusted-text";

/** A request in a list: its action type, amount and resource, and as `children` its agent. */
export function RequestLine(props: {
  title: string;
  amount?: ComponentProps<typeof Amount>["amount"] | null;
  resource: string | null;
  children: ReactNode;
}) {
  const { title, amount, resource, children } = props;
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
      <span className="font-medium">{title}</span>
      {amount ? <Amount amount={amount} className="tabular-nums" /> : null}
      {resource === null ? null : <UntrustedCode text={resource} className="text-muted-foreground" />}
      <span className="text-muted-foreground">{children}</span>
    </span>
  );
}

/** A request's outcomes under two policies. `words`: the arrow, for screen readers. */
export function OutcomeMove(props: { from: ReactNode; words: string; to: ReactNode; children?: ReactNode }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      {props.from}
      <span aria-hidden>→</span>
      <span className="sr-only">{props.words}</span>
      {props.to}
      {props.children}
    </span>
  );
}
