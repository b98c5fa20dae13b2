// @ts-check

/** @typedef {import("../../json/pointer.mjs").Json} Json */
/** @typedef {import("../formats/format.mjs").Shown} Shown */

/**
 * Why an action is shown without a description. `path`: the parameter, or the placeholder.
 * @typedef {{code: "no_descriptor" | "missing" | "unexpected_value" | "hidden_differs" |
 * "bad_descriptor" | "currency_digits", path?: string}} Fallback
 */

/** @typedef {{path: string, value: Json}} Part */

/**
 * An action as an approver sees it. `described`: by its descriptor, completely. `also` holds what no
 * field covers, and `hidden` what the descriptor requires to have one value. `raw`: without a
 * description, every parameter in `also`.
 * @typedef {object} Rendering
 * @property {1} v
 * @property {"described" | "raw"} form
 * @property {string} type
 * @property {string} [intent]
 * @property {string} [resource]
 * @property {string} [tool]
 * @property {Fallback} [fallback] of a raw form
 * @property {({words: string} | {format: string, shown: Shown})[]} [sentence]
 * @property {{path: string, label: string, format: string, shown: Shown}[]} fields
 * @property {Part[]} also
 * @property {Part[]} hidden
 */

export {};
