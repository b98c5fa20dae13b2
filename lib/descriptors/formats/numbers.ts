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
