import type { Phrase } from "#lib/policy/language/phrase";

/** A phrase as one text. */
export function plainPhrase(phrase: Phrase): string {
  return phrase.map((part) => (typeof part === "string" ? part : part.agentText)).join("");
}
