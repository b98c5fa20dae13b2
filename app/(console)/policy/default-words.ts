import type { DefaultOutcome } from "#lib/policy/language/rule";

/** What happens when no rule decides, in a sentence. */
export function defaultOutcomeWords(outcome: DefaultOutcome): string {
  return outcome === "block" ? "Anything else is blocked." : "Anything else needs 1 approval.";
}
