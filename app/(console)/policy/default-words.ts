import type { DefaultOutcome, Unclassified } from "#lib/policy/language/rule";
import { inSentence, outcomeLabels } from "#lib/text/labels";

export function defaultOutcomeWords(outcome: DefaultOutcome): string {
  return `Anything else ${outcome === "block" ? "is " : ""}${inSentence(outcomeLabels[outcome])}.`;
}

export function unclassifiedWords(unclassified: Unclassified): string {
  return unclassified === "allow"
    ? "Rules can auto-approve action types without a description."
    : "Action types without a description aren't auto-approved.";
}

export function defaultWords(policy: { defaultOutcome: DefaultOutcome; unclassified: Unclassified }): string {
  return `${defaultOutcomeWords(policy.defaultOutcome)} ${unclassifiedWords(policy.unclassified)}`;
}
