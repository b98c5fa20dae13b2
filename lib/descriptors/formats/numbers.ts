import { decimalOf, groupedText, movePoint } from "./decimal.ts";
import type { Format } from "./format.ts";

/** A number with its unit: "1,250.5 GB". `unit` is written in the descriptor. */
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

/** A number of things: "1 record", "3 records". `one` and `other` are written in the descriptor. */
export const count: Format = {
  isClosed: true,
  show(value, { one, other }) {
    const decimal = typeof value === "number" && Number.isSafeInteger(value) ? decimalOf(value) : undefined;
    if (!decimal || decimal.sign || typeof one !== "string" || typeof other !== "string") return undefined;
    return { as: "value", text: `${groupedText(decimal)} ${value === 1 ? one : other}` };
  },
};
