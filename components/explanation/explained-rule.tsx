import type { Finding, RuleExplanation } from "#lib/policy/explain";
import { OutcomeBadge } from "../policy/outcome-badge.tsx";
import { Badge, type BadgeVariant } from "../ui/badge.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { PhraseText } from "./phrase-text.tsx";

const outcomeWords = { allow: "Runs by itself", step_up: "Needs approval", block: "Never runs" } as const;

/** What became of one rule and why: each thing that had to hold, and whether it did. */
export function ExplainedRule({ rule }: { rule: RuleExplanation }) {
  const { words, variant } = standingOf(rule);
  return (
    <li className="grid gap-1.5 py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h3 className="min-w-0 font-medium [overflow-wrap:anywhere]">{rule.title}</h3>
        <OutcomeBadge outcome={rule.outcome} words={outcomeWords[rule.outcome]} />
        <Badge variant={variant} className="whitespace-normal">
          {words}
        </Badge>
        {rule.isMonitored ? <Badge variant="outline">Monitored: decides nothing</Badge> : null}
      </div>
      {rule.findings.length > 0 ? (
        <ul className="grid gap-1">
          {keyed(rule.findings).map(([key, finding]) => (
            <FindingRow key={key} finding={finding} />
          ))}
        </ul>
      ) : (
        <p className="text-muted-foreground text-sm">It covers every such action.</p>
      )}
    </li>
  );
}

const marks = {
  true: { icon: "check", className: "text-success", words: "Holds:" },
  false: { icon: "x", className: "text-danger", words: "Does not hold:" },
  undefined: { icon: "triangle-alert", className: "text-warning", words: "Could not be told:" },
} as const satisfies Record<string, { icon: IconName; className: string; words: string }>;

function FindingRow({ finding: { holds, phrase } }: { finding: Finding }) {
  const { icon, className, words } = marks[`${holds}`];
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

function standingOf({ standing, isMonitored, isNearMiss, outcome }: RuleExplanation): {
  words: string;
  variant: BadgeVariant;
} {
  switch (standing) {
    case "decided":
      return { words: "Decided", variant: "primary" };
    case "decided_in_doubt":
      return { words: "Could not be checked, so it counted", variant: "warning" };
    case "outweighed":
      return isMonitored
        ? { words: "Would have applied", variant: "info" }
        : { words: "Applied, but something stricter decided", variant: "default" };
    case "in_doubt":
      return outcome === "allow"
        ? { words: "Could not be checked, so it allowed nothing", variant: "warning" }
        : { words: "Could not be checked", variant: "warning" };
    case "did_not_apply":
      return isNearMiss
        ? { words: "Nearly applied: one thing did not hold", variant: "warning" }
        : { words: "Did not apply", variant: "outline" };
  }
}

// Findings never move: where one stands names it.
function keyed(findings: Finding[]): [number, Finding][] {
  return findings.map((finding, index) => [index, finding]);
}
