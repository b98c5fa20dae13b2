import type { ReactNode } from "react";
import { RiskBadge, type RiskWord } from "#components/badges/request-badges";
import { Card, CardHeader, CardTitle } from "#components/ui/card";
import { type Mark, MarkBadge } from "./mark-badge.tsx";
import { RuleRow, type RuleView } from "./rule-row.tsx";
import { ThresholdRow } from "./thresholds/threshold-row.tsx";
import type { ThresholdView } from "./thresholds/tiers.tsx";

/** Rules about one type of action, or about several. */
export interface RuleGroup {
  title: string;
  /** The type's name; undefined for the group of rules about several. */
  type?: string | undefined;
  risk?: RiskWord | undefined;
  mark?: Mark | undefined;
  thresholds: ThresholdView[];
  /** The rules outside any threshold. */
  rules: RuleView[];
}

/** The rules of a policy, by action type. The order means nothing: the strictest rule wins. */
export function PolicyRules(props: {
  groups: RuleGroup[];
  /** The ID of a rule to show even as a tier: the rules of its threshold are open. */
  openRule?: string | undefined;
  actions?: (rule: RuleView) => ReactNode;
  thresholdActions?: (threshold: ThresholdView) => ReactNode;
}) {
  return (
    <div className="grid gap-4">
      {props.groups.map((group) => (
        <Card key={group.type ?? group.title}>
          <CardHeader>
            <div className="flex flex-wrap items-baseline gap-x-3">
              <CardTitle>{group.title}</CardTitle>
              {group.type ? (
                <code className="text-muted-foreground text-sm [overflow-wrap:anywhere]">{group.type}</code>
              ) : null}
            </div>
            <div className="flex flex-wrap gap-2">
              <MarkBadge mark={group.mark} />
              {group.risk ? <RiskBadge risk={group.risk} /> : null}
            </div>
          </CardHeader>
          {group.rules.length + group.thresholds.length > 0 ? (
            <ul className="divide-y border-t">
              {group.thresholds.map((threshold) => (
                <ThresholdRow key={threshold.id} threshold={threshold} openRule={props.openRule}>
                  {props.thresholdActions?.(threshold)}
                </ThresholdRow>
              ))}
              {group.rules.map((rule) => (
                <RuleRow key={rule.id} rule={rule} isBrief={group.type !== undefined}>
                  {props.actions?.(rule)}
                </RuleRow>
              ))}
            </ul>
          ) : (
            <p className="border-t px-4 py-3.5 text-muted-foreground sm:px-5">
              No rules. The default outcome applies.
            </p>
          )}
        </Card>
      ))}
    </div>
  );
}
