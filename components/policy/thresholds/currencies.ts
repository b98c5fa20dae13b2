import type { Measure } from "#lib/policy/thresholds/threshold";
import type { PastAmounts } from "#lib/requests/amount-distribution";

/** The currencies of the tiers; undefined for a measure without currencies. */
export function currenciesOf(measure: Measure): string[] | undefined {
  return "currencies" in measure ? measure.currencies : undefined;
}

/** The same measure in these. */
export function withCurrencies(measure: Measure, currencies: string[]): Measure {
  return "currencies" in measure && measure.currencies ? { ...measure, currencies } : measure;
}

/** The given currency with the most past requests. */
export function mostFrequent(past: PastAmounts | undefined, currencies: string[]): string {
  return (
    past?.distributions.find(({ currency }) => currencies.includes(currency))?.currency ?? currencies[0] ?? ""
  );
}
