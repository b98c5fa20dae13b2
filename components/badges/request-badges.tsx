import { Badge } from "#components/ui/badge";
import { outcomeLooks, riskLooks, stateLooks } from "#components/ui/looks.ts";
import type { Outcome } from "#lib/policy/language/rule";
import { outcomeLabel, outcomeLabels, riskLabels, stateLabels } from "#lib/text/labels";

export type RiskWord = keyof typeof riskLabels;

/** What kind of harm an action can do: icon and word, never color alone. */
export function RiskBadge({ risk }: { risk: RiskWord | null }) {
  return <Badge {...riskLooks[risk ?? "unknown"]}>{riskLabels[risk ?? "unknown"]}</Badge>;
}

/** The state of a request. */
export function StateBadge({ state }: { state: keyof typeof stateLabels }) {
  return <Badge {...stateLooks[state]}>{stateLabels[state]}</Badge>;
}

/** The number of pending requests for exactly this action; nothing for 1. */
export function SameActionBadge({ count }: { count: number }) {
  if (count < 2) return null;
  return (
    <Badge variant="warning-outline" icon="copy">
      Same action, {count} pending
    </Badge>
  );
}

/** An outcome of policy: icon and words, never color alone. `words`: unless the outcome's label. */
export function OutcomeBadge({ outcome, words }: { outcome: Outcome; words?: string }) {
  return <Badge {...outcomeLooks[outcome]}>{words ?? outcomeLabels[outcome]}</Badge>;
}

/** A replay's outcome: `allow`, `block`, or `step_up_2` with the number of approvals. */
export function EndingBadge({ ending }: { ending: string }) {
  return <OutcomeBadge outcome={outcomeOf(ending)} words={endingWords(ending)} />;
}

/** The same in words alone. */
export function endingWords(ending: string): string {
  return outcomeLabel(outcomeOf(ending), Number(ending.slice("step_up_".length)));
}

function outcomeOf(ending: string): Outcome {
  return ending === "allow" || ending === "block" ? ending : "step_up";
}
