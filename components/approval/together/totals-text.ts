import { amountText } from "#components/text/amount-text.ts";
import type { Sum } from "#lib/requests/queue/totals-of";

const mostCurrencies = 3;

/** Totals in a line: "2,034.00 USD + 50.00 EUR", or "4 currencies" for a long list. */
export function totalsText(totals: readonly Sum[] | undefined): string {
  if (!totals) return "";
  if (totals.length > mostCurrencies) return `${totals.length} currencies`;
  return totals.map(({ value, currency }) => `${amountText(value)}\u00a0${currency}`).join(" + ");
}
