// @ts-check
import { decimalOf, groupedText, movePoint } from "./decimal.mjs";

/**
 * An amount of money with its currency: "1,250.00 USD". `currency` is a pointer to the parameter
 * with the currency, or the currency itself. `minorUnits`: how many digits of a whole number are
 * after the point, for APIs that count cents.
 * @type {import("./format.mjs").Format}
 */
export const amount = {
  isClosed: true,
  pointers: ({ currency }) => (typeof currency === "string" && currency.startsWith("/") ? [currency] : []),
  show(value, { currency, minorUnits = 0 }, { at }) {
    const code = typeof currency === "string" && currency.startsWith("/") ? at(currency) : currency;
    const decimal = decimalOf(value);
    if (!decimal || typeof code !== "string" || !/^[A-Z]{3}$/.test(code)) return undefined;
    if (!Number.isInteger(minorUnits) || Number(minorUnits) < 0 || Number(minorUnits) > 4) return undefined;
    if (minorUnits === 0) {
      const text = `${groupedText(decimal, 2)} ${code}`;
      return { as: "value", text, ...(typeof value === "string" && { original: JSON.stringify(value) }) };
    }
    if (decimal.fraction) return undefined;
    const text = `${groupedText(movePoint(decimal, Number(minorUnits)), Number(minorUnits))} ${code}`;
    return { as: "value", text, original: JSON.stringify(value) };
  },
};
