import type { Outcome } from "#lib/policy/language/rule";
import { outcomeLabel } from "#lib/text/labels";
import { OutcomeBadge } from "./outcome-badge.tsx";

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
