import type { Json } from "#lib/json/canonical";

/** An agent's words: untrusted, and shown as untrusted (invariant 13). */
export interface AgentText {
  agentText: string;
}

/** A sentence part in which an agent's own words stay apart from ours. */
export type Phrase = readonly (string | AgentText)[];

export function agentText(text: string): AgentText {
  return { agentText: text };
}

/** Why a parameter can't be read as required: "amount is the text “5”, not a number". */
export function unreadable(
  name: string,
  found: Json | undefined,
  wanted: "number" | "text" | "flag",
): Phrase {
  if (found === undefined) return [`${name} is missing`];
  if (wanted === "number" && typeof found === "number")
    return [`${name} ${String(found)} has more than 4 decimals or is too large`];
  const what = { number: "not a number", text: "not text", flag: "neither true nor false" }[wanted];
  if (typeof found === "string")
    return wanted === "text"
      ? [`${name} isn't readable text, or is too long to compare`]
      : [`${name} is the text `, agentText(found), `, ${what}`];
  return [`${name} is ${what}`];
}
