import type { ComparedRequest } from "./decided-before.ts";
import type { AmountFinding } from "./finding.ts";
import type { HistorySummary } from "./summarize-history.ts";

/**
 * With fewer amounts, a largest so far is nothing unusual: the next of 4 is the largest in 1 of 5
 * cases.
 */
const leastAmounts = 5;
/** At most one in ten approved amounts may be as large (or as small). */
const oneIn = 10;

/** The amount, if it is larger or smaller than nearly all of the last approved amounts. */
export function findAmount({ entry }: ComparedRequest, history: HistorySummary): AmountFinding | undefined {
  const { amount, currency, values, min, median, max, less, greater } = history;
  const count = values.length;
  if (amount === null || min === null || median === null || max === null) return undefined;
  const position = isUnit(currency, Boolean(entry?.currencyParam))
    ? positionOf({ count, less, greater })
    : undefined;
  if (!position) return undefined;
  const than = position === "larger" ? less : greater;
  return { kind: "amount", position, than, amount, currency, count, min, median, max, values };
}

/** Where an unusual amount lies. */
export type Position = AmountFinding["position"];

/**
 * Where an unusual amount lies among approved ones.
 * @param less how many of the `count` amounts are less.
 * @param greater how many are greater.
 */
export function positionOf({
  count,
  less,
  greater,
}: {
  count: number;
  less: number;
  greater: number;
}): Position | undefined {
  if (count < leastAmounts) return undefined;
  if ((count - less) * oneIn <= count) return "larger";
  return (count - greater) * oneIn <= count ? "smaller" : undefined;
}

/**
 * A currency code or, for types without a currency, none. Other text of an agent isn't a unit to
 * compare in.
 */
export function isUnit(currency: string | null, takesCurrency: boolean): boolean {
  return currency === null ? !takesCurrency : /^[A-Z]{3}$/.test(currency);
}
