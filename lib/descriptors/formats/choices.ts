import type { Format } from "./format.ts";

/** One of a list of values, by its label in `labels`. A value without a label can't be shown. */
export const choice: Format = {
  isClosed: true,
  show(value, { labels }) {
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
      return undefined;
    if (typeof labels !== "object" || labels === null || !Object.hasOwn(labels, String(value)))
      return undefined;
    const label = (labels as { [value: string]: unknown })[String(value)];
    return typeof label === "string" ? { as: "value", text: label, original: originalOf(value) } : undefined;
  },
};

/** The signed form. Quotes tell the text "1" from the number. */
function originalOf(value: string | number | boolean) {
  return typeof value === "string" && /^(?:[-\d]|true$|false$)/.test(value)
    ? JSON.stringify(value)
    : String(value);
}

/** Yes or no. */
export const yesNo: Format = {
  isClosed: true,
  show: (value) => (typeof value === "boolean" ? { as: "value", text: value ? "Yes" : "No" } : undefined),
};
