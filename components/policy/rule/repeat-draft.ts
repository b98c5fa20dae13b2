import { type ConditionDraft, emptyDraft } from "./condition-draft.ts";

/** Whether a condition is a total per action, which the form calls "Same action again". */
export function isRepeat({ kind, per }: ConditionDraft): boolean {
  return kind === "total" && per === "action";
}

/** The condition for a repetition of an action in 24 hours. */
export function emptyRepeat(key: string): ConditionDraft {
  return { ...emptyDraft(key, "total"), is: "count", per: "action", currencies: "", ...limitsOf.again };
}

/** Which of the requests for the same action a condition is about. */
export type Which = "again" | "first" | "number";

/** The limits of the number of requests, the current request included. */
export const limitsOf: Record<Which, Pick<ConditionDraft, "over" | "upTo">> = {
  again: { over: "1", upTo: "" },
  first: { over: "0", upTo: "1" },
  number: { over: "2", upTo: "" },
};

export function whichOf({ over, upTo }: ConditionDraft): Which {
  const isOf = (which: Which) => limitsOf[which].over === over && limitsOf[which].upTo === upTo;
  return isOf("again") ? "again" : isOf("first") ? "first" : "number";
}
