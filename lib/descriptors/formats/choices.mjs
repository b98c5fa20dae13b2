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
    return typeof label === "string" ? { as: "value", text: label, original: String(value) } : undefined;
  },
};

/**
 * Yes or no.
 * @type {import("./format.mjs").Format}
 */
export const yesNo = {
  isClosed: true,
  show: (value) => (typeof value === "boolean" ? { as: "value", text: value ? "Yes" : "No" } : undefined),
};
