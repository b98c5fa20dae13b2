// @ts-check
import { formatNamed } from "../formats/formats.mjs";
import { pathOfPlaceholder, readSentence } from "./sentence.mjs";
import { bad, refuse, Unshowable } from "./unshowable.mjs";

/** @typedef {import("../formats/format.mjs").Shown} Shown */
/** @typedef {import("../formats/format.mjs").Context} Context */
/** @typedef {import("./render-action.mjs").Action} Action */
/** @typedef {import("./rendering.mjs").Rendering} Rendering */

/**
 * The sentence of a descriptor, with the values of its fields.
 * @param {Action} action
 * @param {any} descriptor
 * @param {Rendering["fields"]} fields
 * @throws {Unshowable} if a placeholder has no value, or free text
 */
export function renderSentence(action, descriptor, fields) {
  const parts = typeof descriptor.sentence === "string" ? readSentence(descriptor.sentence) : undefined;
  if (!parts) throw bad();
  return parts.map((part) =>
    "words" in part ? part : placeholder(action, part.name, { descriptor, fields }),
  );
}

/**
 * @param {Action} action
 * @param {string} name
 * @param {{descriptor: any, fields: Rendering["fields"]}} of
 * @returns {{format: string, shown: Shown}}
 */
function placeholder({ type, resource, audience }, name, { descriptor, fields }) {
  const own = { type, resource, tool: audience };
  const path = pathOfPlaceholder(name);
  const field = descriptor.fields.find((/** @type {any} */ { path: at }) => at === path);
  if (name === "resource" || name === "tool" || (name === "type" && !field)) {
    const format = "identifier";
    const shown = own[name] === undefined ? undefined : formatNamed(format)?.show(own[name], {}, noContext);
    if (shown) return { format, shown };
    throw new Unshowable({ code: own[name] === undefined ? "missing" : "unexpected_value", path: name });
  }
  // Free text never stands in a sentence of ours.
  if (!formatNamed(field?.format)?.isClosed) throw bad();
  const found = fields.find(({ path: at }) => at === path);
  if (found) return { format: found.format, shown: found.shown };
  throw new Unshowable({ code: "missing", path });
}

/** @type {Context} */
const noContext = { at: () => undefined, show: () => undefined, read: undefined, refuse };
