import { testRequestTitle } from "#lib/descriptors/built-in/test-request-type";
import { testAgentLabel } from "#lib/text/labels";

/** Whether an agent's name would pass for that of a test agent, whose approvals have no effect. */
export function looksLikeTestAgent(name: string): boolean {
  return letters(name).startsWith(letters(testAgentLabel));
}

/** Why {@link looksLikeTestAgent} refuses a name, and what to do. */
export const testAgentNameWords = `Use a name that doesn't start with “${testAgentLabel}”. Such names are for test agents`;

/** Whether words about an action would pass for those of a test request. */
export function looksLikeTestRequest(words: string): boolean {
  return letters(words) === letters(testRequestTitle);
}

function letters(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
