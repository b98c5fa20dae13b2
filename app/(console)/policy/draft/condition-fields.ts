import { z } from "zod";
import { conditionOf, draftOf } from "#components/policy/rule/condition-draft.ts";
import type { Condition } from "#lib/policy/language/condition";

/** A condition as the form sends it. */
export const conditionDraftSchema = z.strictObject({
  key: z.string(),
  kind: z.enum(["amount", "number", "text", "flag", "presence", "total"]),
  param: z.string(),
  is: z.string(),
  value: z.string(),
  currencyParam: z.string(),
  currencies: z.string(),
  over: z.string(),
  upTo: z.string(),
  per: z.string(),
  window: z.string(),
});

type Draft = z.output<typeof conditionDraftSchema>;

/**
 * The typed conditions. An untouched condition comes back exactly as stored: a form field cannot
 * show every valid text, such as a currency with a space.
 */
export function conditionsFrom(drafts: Draft[], was: Condition[]): Record<string, unknown>[] {
  return drafts.map((draft) => was.find((condition) => isUntouched(draft, condition)) ?? conditionOf(draft));
}

/** Whether two lists contain the same texts, ignoring order and repetition. */
export function sameTexts(some: string[], others: string[]): boolean {
  const [firstSet, secondSet] = [new Set(some), new Set(others)];
  return firstSet.size === secondSet.size && some.every((text) => secondSet.has(text));
}

function isUntouched(draft: Draft, condition: Condition): boolean {
  const shown = Object.entries(draftOf(condition, draft.key));
  return shown.every(([field, text]) => draft[field as keyof Draft] === text);
}
