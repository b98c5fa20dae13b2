import type { DefaultOutcome } from "#lib/policy/language/rule";
import { inSentence, outcomeLabels } from "#lib/text/labels";

/** What happens when no rule decides, in a sentence. */
export function defaultOutcomeWords(outcome: DefaultOutcome): string {
  return `Anything else ${outcome === "block" ? "is " : ""}${inSentence(outcomeLabels[outcome])}.`;
}
