// @ts-check

/**
 * One of a list of values, by its label. `labels` has a label for each value; a value without one
 * can't be shown.
 * @type {import("./format.mjs").Format}
 */
export const choice = {
  isClosed: true,
  show(value, { labels }) {
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
      return undefined;
    if (typeof labels !== "object" || labels === null || !Object.hasOwn(labels, String(value)))
      return undefined;
    const label = /** @type {{[value: string]: unknown}} */ (labels)[String(value)];
    return typeof label === "string" ? { as: "value", text: label, original: originalOf(value) } : undefined;
  },
};

/** The signed form. Quotes tell the text "1" from the number. @param {string | number | boolean} value */
function originalOf(value) {
  return typeof value === "string" && /^(?:[-\d]|true$|false$)/.test(value)
    ? JSON.stringify(value)
    : String(value);
}

/**
 * Yes or no.
 * @type {import("./format.mjs").Format}
 */
export const yesNo = {
  isClosed: true,
  show: (value) => (typeof value === "boolean" ? { as: "value", text: value ? "Yes" : "No" } : undefined),
};
