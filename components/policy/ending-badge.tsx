import type { Outcome } from "#lib/policy/language/rule";
import { OutcomeBadge } from "./outcome-badge.tsx";

/** A replay's outcome: `allow`, `block`, or `step_up_2` with the number of approvals. */
export function EndingBadge({ ending }: { ending: string }) {
  return <OutcomeBadge outcome={outcomeOf(ending)} words={endingWords(ending)} />;
}

/** The same in words alone. */
export function endingWords(ending: string): string {
  if (ending === "allow") return "Auto-approved";
  if (ending === "block") return "Blocked";
  const approvals = Number(ending.slice("step_up_".length));
  return approvals === 1 ? "Needs 1 approval" : `Needs ${approvals} approvals`;
}

function outcomeOf(ending: string): Outcome {
  return ending === "allow" || ending === "block" ? ending : "step_up";
}
