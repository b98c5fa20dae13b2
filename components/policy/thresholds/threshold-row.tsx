import type { ReactNode } from "react";
import { MarkBadge } from "#components/policy/mark-badge";
import { NotInForce, RuleRow } from "#components/policy/rule-row";
import { Icon } from "#components/ui/icon";
import { ThresholdTiers, type ThresholdView } from "./tiers.tsx";

/** A threshold as a row of tiers that expands to its rules. `children` are the actions. */
export function ThresholdRow(props: {
  threshold: ThresholdView;
  openRule?: string | undefined;
  children?: ReactNode;
}) {
  const { threshold, openRule, children } = props;
  const isOpen = threshold.rules.some(({ id }) => id === openRule);
  return (
    <li className="grid gap-2.5 px-4 py-3.5 sm:px-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-1">
          <div className="flex flex-wrap items-center gap-2">
            <h3 className="min-w-0 font-medium [overflow-wrap:anywhere]">{threshold.title}</h3>
            <MarkBadge mark={threshold.mark} />
            <NotInForce {...threshold} />
          </div>
          {threshold.scope ? (
            <p className="text-muted-foreground text-sm [overflow-wrap:anywhere]">
              Only if {threshold.scope}.
            </p>
          ) : null}
        </div>
        {children ? <div className="flex flex-wrap gap-2">{children}</div> : null}
      </div>
      <ThresholdTiers tiers={threshold.tiers} />
      <details className="group min-w-0" open={isOpen || undefined}>
        <summary className="-ml-1 inline-flex min-h-11 fine:min-h-8 w-fit cursor-pointer items-center gap-1 rounded-sm pr-2 text-muted-foreground text-sm hover:text-foreground">
          <Icon name="chevron-right" className="transition-transform group-open:rotate-90" />
          {threshold.rules.length === 1 ? "1 rule" : `${threshold.rules.length} rules`}
          <span className="sr-only"> of threshold {threshold.title}</span>
        </summary>
        <ul className="-mx-4 sm:-mx-5 mt-1 divide-y border-t">
          {threshold.rules.map((rule) => (
            <RuleRow key={rule.id} rule={rule} isBrief />
          ))}
        </ul>
      </details>
    </li>
  );
}
