import type { DefaultOutcome } from "#lib/policy/rule";

/** What happens when no rule decides, in a sentence. */
export function defaultOutcomeWords(outcome: DefaultOutcome): string {
  return outcome === "block" ? "What no rule decides never runs." : "What no rule decides needs 1 approval.";
}
