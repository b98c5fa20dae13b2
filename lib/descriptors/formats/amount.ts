import { currencyDigits } from "./currency-digits.ts";
import { decimalOf, groupedText, movePoint } from "./decimal.ts";
import type { Format } from "./format.ts";

/**
 * An amount of money with its currency: "1,250.00 USD". `currency` is a pointer to the parameter
 * with the currency, or the currency itself. `minorUnits`: how many digits of a whole number are
 * after the point, for APIs that count cents. They have to be those of the currency: with two
 * digits, 1,000,000 JPY would be shown as 10,000.00 JPY.
 */
export const amount: Format = {
  isClosed: true,
  pointers: ({ currency }) => (typeof currency === "string" && currency.startsWith("/") ? [currency] : []),
  show(value, { currency, minorUnits }, { at, refuse }) {
    const code = typeof currency === "string" && currency.startsWith("/") ? at(currency) : currency;
    const decimal = decimalOf(value);
    if (!decimal || typeof code !== "string" || !/^[A-Z]{3}$/.test(code)) return undefined;
    const digits = Number(minorUnits ?? 0);
    if (!Number.isInteger(minorUnits ?? 0) || digits < 0 || digits > 4) return undefined;
    if (minorUnits !== undefined && digits !== currencyDigits(code))
      return refuse({ code: "currency_digits", ...(code !== currency && { path: String(currency) }) });
    if (digits === 0) {
      const text = `${groupedText(decimal, 2)} ${code}`;
      return { as: "value", text, ...(typeof value === "string" && { original: JSON.stringify(value) }) };
    }
    if (decimal.fraction) return undefined;
    const text = `${groupedText(movePoint(decimal, digits), digits)} ${code}`;
    return { as: "value", text, original: JSON.stringify(value) };
  },
};
