// @ts-check

/** @typedef {import("./format.mjs").Format} Format */

/** Text of the agent, as it is. @type {Format} */
export const text = freeText("text");
/** Lines of code or of a document, as they are. @type {Format} */
export const code = freeText("code");
/** The path of a file, as it is. @type {Format} */
export const filePath = freeText("path");

/** @param {"text" | "code" | "path"} as @returns {Format} */
function freeText(as) {
  return {
    isClosed: false,
    show: (value) => (typeof value === "string" ? { as, text: value } : undefined),
  };
}

/**
 * An identifier such as `charge/ch_81`: letters, digits and `._:/@+-`, at most 128 characters.
 * @type {Format}
 */
export const identifier = closedText(/^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}$/);
/** An email address in ASCII. @type {Format} */
export const email = closedText(
  /^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?){1,8}$/,
);
/** A person of this workspace, by ID. @type {Format} */
export const person = closedText(/^per_[0-9a-z]{26}$/);
/** An agent of this workspace, by ID. @type {Format} */
export const agent = closedText(/^agt_[0-9a-z]{26}$/);

/** @param {RegExp} pattern @returns {Format} */
function closedText(pattern) {
  return {
    isClosed: true,
    show: (value) =>
      typeof value === "string" && value.length <= 254 && pattern.test(value)
        ? { as: "value", text: value }
        : undefined,
  };
}

/** Any value, as JSON. @type {Format} */
export const json = { isClosed: false, show: (value) => ({ as: "json", value }) };
