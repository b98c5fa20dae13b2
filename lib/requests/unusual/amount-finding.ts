import type { ComparedRequest } from "./decided-before.ts";
import type { AmountFinding } from "./finding.ts";
import type { HistorySummary } from "./summarize-history.ts";

/** With fewer amounts, the largest so far is nothing unusual: the next of 4 is the largest in 1 of 5 cases. */
const leastAmounts = 5;
/** At most one in ten approved amounts may be as large (or as small): one outlier makes no pattern. */
const oneIn = 10;

/**
 * The amount, if it is larger or smaller than nearly all of the last approved amounts. Only with a
 * currency code or, for types without a currency, without one: anything else that an agent wrote as
 * a currency isn't a unit to compare in.
 */
export function findAmount({ entry }: ComparedRequest, history: HistorySummary): AmountFinding | undefined {
  const { amount, currency, values, min, median, max, less, greater } = history;
  const count = values.length;
  if (amount === null || min === null || median === null || max === null) return undefined;
  if (count < leastAmounts || !isUnit(currency, entry)) return undefined;
  const compared = { amount, currency, count, min, median, max, values };
  if ((count - less) * oneIn <= count) return { kind: "amount", position: "larger", than: less, ...compared };
  if ((count - greater) * oneIn <= count)
    return { kind: "amount", position: "smaller", than: greater, ...compared };
  return undefined;
}

function isUnit(currency: string | null, entry: ComparedRequest["entry"]): boolean {
  return currency === null ? !entry?.currencyParam : /^[A-Z]{3}$/.test(currency);
}
