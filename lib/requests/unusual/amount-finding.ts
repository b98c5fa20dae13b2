import type { ComparedRequest } from "./decided-before.ts";
import type { AmountFinding } from "./finding.ts";
import type { HistorySummary } from "./summarize-history.ts";

/** The largest of few amounts is nothing unusual: the next of 4 is in 1 of 5 cases. */
const leastAmounts = 5;
/** At most one in ten approved amounts may be as large (or as small). */
const oneIn = 10;

/** The amount, if larger or smaller than nearly all approved ones. */
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

export type Position = AmountFinding["position"];

/** Where the amount lies, given how many of `count` approved amounts are less and greater. */
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

/** A currency code, or none for types without. Other text isn't a unit. */
export function isUnit(currency: string | null, takesCurrency: boolean): boolean {
  return currency === null ? !takesCurrency : /^[A-Z]{3}$/.test(currency);
}
