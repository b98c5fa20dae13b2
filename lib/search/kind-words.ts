import { type SQL, sql } from "drizzle-orm";
import { beginningsOf } from "#db/name-words";

/** What people call each kind of result, typed next to a name: "threshold refund", "Ada person". */
const kinds = {
  agent: ["agent", "agents"],
  person: ["person", "people"],
  request: ["request", "requests"],
  rule: ["rule", "rules", "threshold", "thresholds"],
};

type Kind = keyof typeof kinds;

/** From so many letters on, the beginning of a kind's word stands for it while the person types. */
const shortestBeginning = 3;

/** The text without the words for the kind; the text itself if nothing else is left. */
export function withoutKind(text: string, kind: Kind): string {
  const isOfKind = (word: string) =>
    word.length >= shortestBeginning && kinds[kind].some((own) => own.startsWith(word.toLowerCase()));
  const words = text.split(/\s+/).filter((word) => !isOfKind(word));
  return words.join(" ") || text;
}

/** {@link beginningsOf} the text, with or without the words for the kind. */
export function beginningsOfKind(text: string, kind: Kind): SQL {
  const rest = withoutKind(text, kind);
  const whole = beginningsOf(text);
  return rest === text ? whole : sql`coalesce(${whole} || ${beginningsOf(rest)}, ${whole})`;
}
