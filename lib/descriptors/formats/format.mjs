// @ts-check

/** @typedef {import("../../json/pointer.mjs").Json} Json */
/** @typedef {import("../render/rendering.mjs").Fallback} Fallback */

/**
 * A value as it is shown. `value`: made of a closed set of characters or of a descriptor's own words,
 * so that it can stand in a sentence. `text`, `code`, `path` and `url` are what the agent wrote.
 * `original` is the signed form, where it differs from the text.
 * @typedef {{as: "value", text: string, original?: string}
 * | {as: "text" | "code" | "path", text: string}
 * | {as: "url", before: string, host: string, after: string, warnings: string[]}
 * | {as: "list", items: Shown[]}
 * | {as: "table", columns: string[], rows: (Shown | null)[][]}
 * | {as: "json", value: Json}
 * | {as: "command", text: string, lines: {label: string, value: string, tone?: "warning"}[]}} Shown
 */

/**
 * What a format gets besides the value. `at` finds another parameter of the action. `show` applies
 * another format, and `read` reads a shell command. `refuse` shows the action raw for the given reason.
 * @typedef {object} Context
 * @property {(pointer: unknown) => Json | undefined} at
 * @property {(value: Json | undefined, field: {format?: unknown, params?: unknown}) => Shown | undefined} show
 * @property {ReadCommand | undefined} read
 * @property {(reason: Fallback) => never} refuse
 */

/**
 * One format of the closed list. `show` returns undefined for a value that it can't show exactly:
 * then the whole action is shown without its description. `pointers` are the other parameters that
 * the format shows.
 * @typedef {object} Format
 * @property {boolean} isClosed whether its values may enter a sentence
 * @property {(value: Json, params: Params, context: Context) => Shown | undefined} show
 * @property {(params: Params) => string[]} [pointers]
 */

/** @typedef {import("../commands/open-reader.mjs").CommandReader["read"]} ReadCommand */
/** @typedef {{[name: string]: unknown}} Params */

export {};
