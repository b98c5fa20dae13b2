import { decimalOf, groupedText, movePoint } from "./decimal.ts";
import type { Format } from "./format.ts";

/** A number with the descriptor's `unit`: "1,250.5 GB". */
export const number: Format = {
  isClosed: true,
  show(value, { unit }) {
    const decimal = typeof value === "number" ? decimalOf(value) : undefined;
    if (!decimal) return undefined;
    return {
      as: "value",
      text: typeof unit === "string" ? `${groupedText(decimal)} ${unit}` : groupedText(decimal),
    };
  },
};

/** A share: "12.5%". The signed value is 0.125 with `of: fraction`, and 12.5 with `percent`. */
export const percentage: Format = {
  isClosed: true,
  show(value, { of }) {
    const decimal = typeof value === "number" ? decimalOf(value) : undefined;
    if (!decimal) return undefined;
    if (of === "percent") return { as: "value", text: `${groupedText(decimal)}%` };
    if (of !== "fraction") return undefined;
    return { as: "value", text: `${groupedText(movePoint(decimal, -2))}%`, original: String(value) };
  },
};

/** A count: "1 record", "3 records", in the descriptor's words `one` and `other`. */
export const count: Format = {
  isClosed: true,
  show(value, { one, other }) {
    const decimal = typeof value === "number" && Number.isSafeInteger(value) ? decimalOf(value) : undefined;
    if (!decimal || decimal.sign || typeof one !== "string" || typeof other !== "string") return undefined;
    return { as: "value", text: `${groupedText(decimal)} ${value === 1 ? one : other}` };
  },
};

/**
 * An amount of money: "1,250.00 USD". `currency`: a pointer to the parameter, or the currency itself.
 * `minorUnits`: the digits after the point, for APIs that count cents. They have to be those of the currency:
 * with two, 1,000,000 JPY would be shown as 10,000.00 JPY.
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

/**
 * The digits after the point that ISO 4217 gives each currency, as its List One of 2026-01-01 says.
 * Not those of `Intl`, which follows CLDR: it gives 16 of these currencies other digits, such as none to
 * IDR. A currency without minor units in the list (XAU, XDR, XXX) is left out, like an unknown one.
 *
 * Receipts are rendered again years later: a change of this list has to keep the earlier one for
 * them (bin/client/receipts/display-checks.ts).
 */
const currencies = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  2: [
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD",
    "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP",
    "GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK",
    "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO",
    "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS",
    "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST",
    "XAD XCD XCG YER ZAR ZMW ZWG",
  ].join(" "),
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};

const digits: ReadonlyMap<string, number> = new Map(
  Object.entries(currencies).flatMap(([count, codes]) =>
    codes.split(" ").map((code) => [code, Number(count)] as [string, number]),
  ),
);

/** The digits of a currency's minor unit in ISO 4217; undefined without minor units. */
export function currencyDigits(currency: unknown): number | undefined {
  return digits.get(String(currency));
}
