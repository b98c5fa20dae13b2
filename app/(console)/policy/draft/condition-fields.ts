import { z } from "zod";
import { conditionOf, draftOf } from "#components/policy/rule/condition-draft.ts";
import type { Condition } from "#lib/policy/language/condition";
import type { Rule } from "#lib/policy/language/rule";

/** A condition as the form sends it. */
export const conditionDraftSchema = z.strictObject({
  key: z.string(),
  kind: z.enum(["amount", "number", "text", "flag", "presence", "total", "history"]),
  param: z.string(),
  is: z.string(),
  value: z.string(),
  list: z.string(),
  isListTaken: z.boolean().optional(),
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
  return !draft.isListTaken && shown.every(([field, text]) => draft[field as keyof Draft] === text);
}

/** The fields of a rule's and a threshold's form that say when the rules apply. */
export const scopeFields = z.object({
  resource: z.string(),
  audience: z.string(),
  agents: z.array(z.string()),
  labels: z.string(),
  /** JSON, or nothing. */
  hours: z.string(),
  expiresAt: z.string(),
  enabled: z.string().optional(),
  isMonitored: z.string().optional(),
});

type Scope = Partial<Pick<Rule, keyof z.output<typeof scopeFields>>>;

/** @param was as opened: untouched parts return exactly as stored */
export function scopeFrom(typed: z.output<typeof scopeFields>, was: Scope | undefined) {
  return {
    resource: globOf(typed.resource, was?.resource),
    audience: globOf(typed.audience, was?.audience),
    agents: was?.agents && sameTexts(typed.agents, was.agents) ? was.agents : someOf(typed.agents),
    labels: someOf(listOf(typed.labels)),
    hours: typed.hours === "" ? undefined : JSON.parse(typed.hours),
    expiresAt: expiryOf(typed.expiresAt, was?.expiresAt),
    enabled: typed.enabled === "on",
    isMonitored: typed.isMonitored === "on" || (was?.isMonitored === false ? false : undefined),
  };
}

/** The typed glob, or undefined. An untouched glob retains its leading and trailing spaces. */
function globOf(typed: string, was: string | undefined): string | undefined {
  return typed === was ? was : typed.trim() || undefined;
}

/** A UTC time from a field with minutes. An untouched time retains its seconds. */
function expiryOf(typed: string, was: string | undefined): string | undefined {
  if (typed.slice(0, 16) === (was?.slice(0, 16) ?? "")) return was;
  return typed === "" ? undefined : `${typed.slice(0, 16)}:00Z`;
}

/** Words separated by commas or spaces. */
export function listOf(typed: string): string[] {
  return typed.split(/[\s,]+/).filter(Boolean);
}

function someOf(texts: string[]): string[] | undefined {
  return texts.length > 0 ? texts : undefined;
}
