import { createHash } from "node:crypto";
import type { PolicyAsk } from "#lib/policy/engine/context";
import type { Condition } from "#lib/policy/language/condition";
import type { HistoryCondition } from "#lib/policy/language/history";
import type { Hours } from "#lib/policy/language/hours";
import type { Rule } from "#lib/policy/language/rule";

/** The truth of a rule or a comparison; undefined when it cannot be determined. */
export type Truth = boolean | undefined;

/**
 * Whether a rule matches, apart from type, agent and expiry. `currencyParam` is the action type's.
 */
export function truthOf(rule: Rule, ask: PolicyAsk, now: Date, currencyParam: string | null): Truth {
  const { action, facts } = ask;
  return every([
    ...rule.conditions.map((condition) =>
      condition.kind === "total"
        ? totalTruth(condition, rule.actions, ask, currencyParam)
        : condition.kind === "history"
          ? historyTruth(condition, ask)
          : conditionTruth(condition, action.params),
    ),
    rule.resource === undefined || likeTruth(action.resource, [rule.resource]),
    rule.audience === undefined || likeTruth(action.audience, [rule.audience]),
    rule.labels === undefined || facts?.labels?.some((label) => rule.labels?.includes(label)),
    rule.hours === undefined || hoursTruth(rule.hours, now),
  ]);
}

function every(truths: Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

function conditionTruth(
  condition: Exclude<Condition, { kind: "total" | "history" }>,
  params: unknown,
): Truth {
  switch (condition.kind) {
    case "amount": {
      const amount = numberIn(params, condition.amount);
      const currency = textIn(params, condition.currency);
      return every([
        amount === undefined ? undefined : amount > condition.over && amount <= (condition.upTo ?? Infinity),
        currency === undefined ? undefined : condition.currencies.includes(currency),
      ]);
    }
    case "number": {
      const number = numberIn(params, condition.param);
      return number === undefined ? undefined : compare(number, condition.is, condition.value);
    }
    case "text": {
      const text = textIn(params, condition.param);
      if (text === undefined) return undefined;
      if (condition.is === "like") return likeTruth(text, condition.values);
      return condition.values.includes(text) === (condition.is === "one_of");
    }
    case "flag": {
      const flag = find(params, condition.param);
      return typeof flag === "boolean" ? flag === condition.is : undefined;
    }
    case "presence":
      return (find(params, condition.param) !== undefined) === (condition.is === "present");
  }
}

function compare(number: number, is: (Condition & { kind: "number" })["is"], value: number): boolean {
  const comparisons = {
    under: number < value,
    up_to: number <= value,
    equal_to: number === value,
    from: number >= value,
    over: number > value,
  };
  return comparisons[is];
}

function totalTruth(
  { of, per, window, currencies, over, upTo }: Condition & { kind: "total" },
  actions: string[],
  { action, facts }: PolicyAsk,
  currencyParam: string | null,
): Truth {
  const text = facts?.totals?.[`total.${of}.${per}.${window} ${[...new Set(actions)].sort().join(" ")}`];
  const currency = currencyParam === null ? undefined : textIn(action.params, currencyParam);
  const total = text === undefined ? undefined : digits(text);
  return every([
    total === undefined ? undefined : total > exact(over) && (upTo === undefined || total <= exact(upTo)),
    currencies === undefined || (currency === undefined ? undefined : currencies.includes(currency)),
  ]);
}

function historyTruth(condition: HistoryCondition, ask: PolicyAsk): Truth {
  const key = keyOf(condition, ask);
  const isNew = key === undefined ? undefined : ask.facts?.isNew?.[key];
  return isNew === undefined ? undefined : isNew === (condition.is === "new");
}

/** The name of the fact about a condition's text, with the digest of the text; undefined without a text. */
export function keyOf({ param, days }: HistoryCondition, { action }: PolicyAsk): string | undefined {
  const text = param === undefined ? action.resource : textIn(action.params, param);
  if (text === undefined) return undefined;
  const of = `new${days === undefined ? "" : `.${days}d`} ${param === undefined ? "resource" : `params.${param}`}`;
  return `${of} ${createHash("sha256").update(text).digest("base64url")}`;
}

// Numbers in ten-thousandths, the unit of a Cedar decimal.
function digits(text: string): bigint | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return undefined;
  const [whole = "", fraction = ""] = text.split(".");
  if (/[1-9]/.test(fraction.slice(4))) return undefined;
  const count = BigInt(whole + `${fraction}0000`.slice(0, 4));
  return count < 2n ** 63n && count >= -(2n ** 63n) ? count : undefined;
}

function exact(number: number): bigint {
  return digits(number.toFixed(4)) ?? 0n;
}

function hoursTruth({ is, days, from, to, timeZone }: Hours, now: Date): boolean {
  const day = now.toLocaleDateString("en-GB", { timeZone, weekday: "short" }).toLowerCase();
  const time = now.toLocaleTimeString("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  const isWithin = days.some((name) => name === day) && from <= time && time < to;
  return isWithin === (is === "within");
}

function likeTruth(text: string | undefined, globs: string[]): Truth {
  return text === undefined ? undefined : globs.some((glob) => matches(glob, text));
}

/** Whether a glob fits a whole text: by trying every place where a `*` might end. */
export function matches(glob: string, text: string): boolean {
  if (!glob.includes("*")) return glob === text;
  const [before = ""] = glob.split("*");
  if (!text.startsWith(before)) return false;
  const rest = glob.slice(before.length + 1);
  const left = text.slice(before.length);
  return [...left, ""].some((_, index) => matches(rest, left.slice(index))) || matches(rest, "");
}

/** A numeric parameter within Cedar's decimal, if any. */
export function numberIn(params: unknown, path: string): number | undefined {
  const number = find(params, path);
  if (typeof number !== "number" || Math.abs(number) > 922_337_203_685_477) return undefined;
  return Number(number.toFixed(4)) === number ? number : undefined;
}

/** A parameter that is a text. */
export function textIn(params: unknown, path: string): string | undefined {
  const text = find(params, path);
  return typeof text === "string" ? text : undefined;
}

function find(params: unknown, path: string): unknown {
  return path.split(".").reduce((value: unknown, name) => {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
  }, params);
}
