import type { ReactNode } from "react";
import { OutcomeBadge } from "#components/badges/request-badges";
import { keyed } from "#components/text/keyed.ts";
import { Badge, type BadgeVariant } from "#components/ui/badge";
import { Icon, type IconName } from "#components/ui/icon";
import type { Finding, RuleExplanation } from "#lib/policy/explanation/explain";
import { ruleOutcomeLabel } from "#lib/text/labels";
import { PhraseText } from "./phrase-text.tsx";

/** The result of a rule, and of each condition. `children` stand above the conditions. */
export function ExplainedRule({ rule, children }: { rule: RuleExplanation; children?: ReactNode }) {
  const { words, variant } = resultBadge(rule);
  return (
    <li className="grid gap-1.5 py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h3 className="min-w-0 font-medium [overflow-wrap:anywhere]">{rule.title}</h3>
        <OutcomeBadge outcome={rule.outcome} words={ruleOutcomeLabel(rule.outcome, rule.approvals)} />
        <Badge variant={variant} className="whitespace-normal">
          {words}
        </Badge>
        {rule.isMonitored ? <Badge variant="outline">Monitor mode: not enforced</Badge> : null}
      </div>
      {children}
      {rule.findings.length > 0 ? (
        <ul className="grid gap-1">
          {keyed(rule.findings).map(([key, finding]) => (
            <FindingRow key={key} finding={finding} />
          ))}
        </ul>
      ) : (
        <p className="text-muted-foreground text-sm">Applies to every request of this type.</p>
      )}
    </li>
  );
}

const marks = {
  true: { icon: "check", className: "text-success", words: "Met:" },
  false: { icon: "x", className: "text-danger", words: "Not met:" },
  undefined: { icon: "triangle-alert", className: "text-warning", words: "Unknown:" },
} as const satisfies Record<string, { icon: IconName; className: string; words: string }>;

function FindingRow({ finding: { matches, phrase } }: { finding: Finding }) {
  const { icon, className, words } = marks[`${matches}`];
  return (
    <li className="flex gap-2 text-sm">
      <Icon name={icon} className={`mt-0.5 ${className}`} />
      <span className="min-w-0 text-muted-foreground [overflow-wrap:anywhere]">
        <span className="sr-only">{words} </span>
        <PhraseText phrase={phrase} />
      </span>
    </li>
  );
}

function resultBadge({ result, isMonitored, isNearMiss, outcome }: RuleExplanation): {
  words: string;
  variant: BadgeVariant;
} {
  switch (result) {
    case "decided":
      return { words: "Decided the outcome", variant: "primary" };
    case "decided_unchecked":
      return { words: "Couldn't be checked: default outcome or stricter", variant: "warning" };
    case "outweighed":
      return isMonitored
        ? { words: "Would have matched", variant: "info" }
        : { words: "Matched, but a stricter rule won", variant: "default" };
    case "unchecked":
      return outcome === "allow"
        ? { words: "Couldn't be checked, so it didn't auto-approve", variant: "warning" }
        : { words: "Couldn't be checked", variant: "warning" };
    case "did_not_apply":
      return isNearMiss
        ? { words: "Almost matched: one condition not met", variant: "warning" }
        : { words: "Didn't match", variant: "outline" };
  }
}
