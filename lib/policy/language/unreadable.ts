import type { Json } from "#lib/json/canonical";
import { agentText, type Phrase } from "./phrase.ts";

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
