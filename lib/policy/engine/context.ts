import type { CedarValueJson, Context } from "@cedar-policy/cedar-wasm/nodejs";
import type { Json } from "#lib/json/canonical";
import { type Action, parameterAt } from "#lib/policy/language/action";
import { cedarDecimal, decimalText, tenThousandths } from "#lib/policy/language/decimal";
import { comparedValue, historyKey } from "#lib/policy/language/history";
import { minuteOfWeek } from "#lib/policy/language/minute-of-week";
import type { Read, Value } from "./attribute.ts";

/** The longest text for comparisons, in UTF-16 code units: longer is indeterminate (invariant 23). */
const longestText = 16_384;

export interface PolicyAsk {
  agent: string;
  owner: string;
  action: Action;
  /** The rules' facts apart from the action. A missing fact never allows. */
  facts?: Facts | undefined;
}

/** The rules' facts apart from the action, at the moment of the ask. */
export interface Facts extends Partial<TotalFacts> {
  labels?: readonly string[];
  /** Whether a text is new to the agent, by `historyKey`; what couldn't be read is left out. */
  isNew?: Readonly<Record<string, boolean>>;
}

export interface TotalFacts {
  /** Totals by name (total.ts) including this request; an undeterminable total is left out. */
  totals: Readonly<Record<string, string>>;
  /** Totals that are smaller without pending requests of other owners' agents, which block nothing. */
  ownTotals?: Readonly<Record<string, string>>;
  /** The same for a past request about to be approved or redeemed, with what was allowed after. */
  decidedTotals?: Readonly<Record<string, string>>;
}

/** An ask, and the currency parameter of its type. */
export interface Asked extends PolicyAsk {
  /** The `currencyParam` of the action's type; undefined when the type is unknown. */
  currencyParam: string | null | undefined;
}

/**
 * Cedar's context for an ask: only values read by rules, under names chosen by the rules' authors.
 * No key and no object from an agent reaches Cedar, so parameters called `__entity`, `__extn` or
 * `__proto__` mean nothing. An attribute is left out, and `isComplete` false, when its parameter is
 * missing, has another type or is no exact decimal.
 */
export function contextOf(
  reads: Iterable<Read>,
  asked: Asked,
  now: Date,
): { context: Context; isComplete: boolean } {
  const context: Context = {};
  let isComplete = true;
  for (const read of reads) {
    const value = valueAt(read, asked, now);
    if (value === undefined) isComplete = false;
    else context[read.attribute] = cedarValue(read, value);
  }
  return { context, isComplete };
}

/** The ask's value for an attribute; undefined when missing, of another type or not exact. */
export function valueAt(read: Read, { action, facts, currencyParam }: Asked, now: Date): Value | undefined {
  switch (read.as) {
    case "number":
      return numberValue(parameterAt(action.params, read.path));
    case "text":
      return textValue(parameterAt(action.params, read.path));
    case "flag":
      return flagValue(parameterAt(action.params, read.path));
    case "presence":
      return parameterAt(action.params, read.path) !== undefined;
    case "resource":
      return textValue(action.resource);
    case "audience":
      return textValue(action.audience);
    case "type":
      return action.type;
    case "currency":
      return typeof currencyParam === "string"
        ? textValue(parameterAt(action.params, currencyParam.split(".")))
        : undefined;
    case "total":
      return totalValue(facts?.totals, read.attribute);
    case "history":
      return newness(read, action, facts);
    case "labels":
      return facts?.labels;
    case "minute_of_week":
      return minuteOfWeek(now, read.path[0] ?? "");
    case "now":
      return now.getTime();
  }
}

function cedarValue({ as }: Read, value: Value): CedarValueJson {
  if (typeof value === "bigint") return decimal(decimalText(value));
  if (as === "number" && typeof value === "number") return decimal(cedarDecimal(value) ?? "");
  return typeof value === "object" ? [...value] : value;
}

function decimal(arg: string): CedarValueJson {
  return { __extn: { fn: "decimal", arg } };
}

function numberValue(value: Json | undefined): number | undefined {
  return typeof value === "number" && cedarDecimal(value) !== undefined ? value : undefined;
}

function totalValue(totals: Facts["totals"], name: string): bigint | undefined {
  const total = totals && Object.hasOwn(totals, name) ? totals[name] : undefined;
  return total === undefined ? undefined : tenThousandths(total);
}

function newness({ attribute, path }: Read, action: Action, facts: Facts | undefined): boolean | undefined {
  const key = keyOfHistory({ name: attribute, path }, action);
  return key !== undefined && facts?.isNew && Object.hasOwn(facts.isNew, key) ? facts.isNew[key] : undefined;
}

/** The key of the fact about the ask's text; undefined without a readable text. */
export function keyOfHistory(
  { name, path }: { name: string; path: string[] },
  action: Action,
): string | undefined {
  const text = textValue(comparedValue(path, action));
  return text === undefined ? undefined : historyKey(name, text);
}

// Half a surrogate pair would reach Cedar as another character. A glob takes time in proportion to
// its length times the text's.
function textValue(value: Json | undefined): string | undefined {
  if (typeof value !== "string" || value.length > longestText) return undefined;
  return /\p{Cs}/u.test(value) ? undefined : value;
}

function flagValue(value: Json | undefined): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}
