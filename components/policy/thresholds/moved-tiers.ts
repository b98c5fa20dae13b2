import { isDeepStrictEqual } from "node:util";
import type { Threshold, Tier } from "#lib/policy/thresholds/threshold";
import { outcomeWords, valueText } from "./threshold-words.ts";

/** A text with its change: `before` is absent for an unchanged text. */
export interface Moved {
  before?: string | undefined;
  after: string;
}

/** A tier of a changed threshold, with its moved parts. */
export interface MovedTier extends Pick<Tier, "outcome" | "approvals"> {
  key: string;
  /** Absent for the lowest tier. */
  over: Moved | undefined;
  /** Absent for the highest tier. */
  upTo: Moved | undefined;
  words: Moved;
  isChanged: boolean;
}

/** Changed limits and outcomes, to draw both sides together; undefined for a larger change. */
export function movedTiers(before: Threshold, after: Threshold): MovedTier[] | undefined {
  const { tiers: tiersBefore, ...restBefore } = before;
  const { tiers, ...rest } = after;
  if (tiersBefore.length !== tiers.length || !isDeepStrictEqual(restBefore, rest)) return undefined;
  const text = (value: number) => valueText(after.measure, value);
  const limit = (index: number) => {
    const upTo = tiers[index]?.upTo;
    return upTo === undefined ? undefined : moved(text(tiersBefore[index]?.upTo ?? 0), text(upTo));
  };
  return tiers.map((tier, index) => {
    const { outcome, approvals, ruleId } = tier;
    const [upTo, words] = [limit(index), moved(outcomeWords(tiersBefore[index] ?? tier), outcomeWords(tier))];
    const isChanged = upTo?.before !== undefined || words.before !== undefined;
    return { outcome, approvals, key: `${index} ${ruleId}`, over: limit(index - 1), upTo, words, isChanged };
  });
}

function moved(before: string, after: string): Moved {
  return before === after ? { after } : { before, after };
}
