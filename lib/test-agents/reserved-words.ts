import { testRequestTitle } from "#lib/descriptors/test-request-type";
import { testAgentLabel } from "#lib/text/labels";

/** The labels' letters with lookalikes, from Unicode's confusables.txt. */
const lookalikes = new Map(
  ["aаαᴀ", "eеᴇ", "gɡɢ", "lӏʟ", "nոɴ", "oоοᴏ", "pрρᴘ", "rʀ", "sѕꜱ", "tтτᴛ", "vνѵᴠ"].flatMap(
    ([letter = "", ...others]) => others.map((other) => [other, letter] as const),
  ),
);

/** Whether a name would pass for a test agent's, whose approvals have no effect. */
export function looksLikeTestAgent(name: string): boolean {
  return testAgentWords.test(folded(name));
}

/** Why {@link looksLikeTestAgent} refuses a name, and what to do. */
export const testAgentNameWords = `Use a name without “${testAgentLabel}”. Such names are for test agents`;

/** Whether words about an action would pass for those of a test request. */
export function looksLikeTestRequest(words: string): boolean {
  return letters(words) === letters(testRequestTitle);
}

// The label's letters as words of a name: not "Testagentur".
const testAgentWords = new RegExp(
  `(?<!\\p{L})${[...letters(testAgentLabel)].join("[^\\p{L}\\p{N}]*")}s?(?!\\p{L})`,
  "u",
);

function letters(text: string): string {
  return folded(text).replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Text with letters that look the same made equal, without accents and in lower case. */
function folded(text: string): string {
  const plain = text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return [...plain].map((letter) => lookalikes.get(letter) ?? letter).join("");
}
