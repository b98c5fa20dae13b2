// @ts-check
import { amount } from "./amount.mjs";
import { choice, yesNo } from "./choices.mjs";
import { command } from "./command.mjs";
import { list, table } from "./containers.mjs";
import { count, number, percentage } from "./numbers.mjs";
import { agent, code, email, filePath, identifier, json, person, text } from "./texts.mjs";
import { datetime, duration } from "./times.mjs";
import { url } from "./url.mjs";

/** @typedef {keyof typeof formats} FormatName */

/** The closed list of formats (docs/descriptors.md). What a format shows never changes. */
export const formats = Object.freeze({
  ...{ text, code, path: filePath, json, list, table, url, command },
  ...{ amount, number, percentage, count, datetime, duration, enum: choice, boolean: yesNo },
  ...{ identifier, email, person, agent },
});

/**
 * The format of this name; undefined for any other.
 * @param {unknown} name
 * @returns {import("./format.mjs").Format | undefined}
 */
export function formatNamed(name) {
  return typeof name === "string" && Object.hasOwn(formats, name)
    ? formats[/** @type {FormatName} */ (name)]
    : undefined;
}
