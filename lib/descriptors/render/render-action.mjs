// @ts-check
import { canonicalJson } from "../../json/jcs.mjs";
import { valueAt } from "../../json/pointer.mjs";
import { formatNamed } from "../formats/formats.mjs";
import { pointerTokens, uncoveredParts } from "../pointers.mjs";
import { renderSentence } from "./render-sentence.mjs";
import { bad, refuse, Unshowable } from "./unshowable.mjs";

/** @typedef {import("../../json/pointer.mjs").Json} Json */
/** @typedef {import("../formats/format.mjs").Shown} Shown */
/** @typedef {import("../formats/format.mjs").Context} Context */
/** @typedef {import("../formats/format.mjs").ReadCommand} ReadCommand */
/** @typedef {import("./rendering.mjs").Rendering} Rendering */
/** @typedef {import("./rendering.mjs").Fallback} Fallback */
/** @typedef {{type: string, resource?: string, params: {[name: string]: Json}, audience?: string}} Action */

/**
 * An action as an approver sees it: a pure function of action and descriptor, and part of what the
 * passkey signs (invariant 20). All or nothing: if any part of the descriptor fails, the action is
 * shown raw, with every parameter. What it shows for a pair of action and descriptor never changes,
 * because receipts are rendered again years later.
 * @param {Action} action
 * @param {any} descriptor undefined without one; from a receipt, so checked as it is read
 * @param {{read?: ReadCommand}} [by] `read` reads shell commands: without it an action with a
 * command is shown raw
 * @returns {Rendering}
 */
export function renderAction(action, descriptor, { read } = {}) {
  if (descriptor === undefined) return raw(action, undefined, { code: "no_descriptor" });
  try {
    return described(action, descriptor, contextOf(action, { read }));
  } catch (error) {
    if (error instanceof Unshowable) return raw(action, descriptor.intent, error.fallback);
    throw error;
  }
}

/** @param {Action} action @param {any} descriptor @param {Context} context @returns {Rendering} */
function described(action, descriptor, context) {
  if (typeof descriptor.intent !== "string" || !Array.isArray(descriptor.fields)) throw bad();
  /** @type {Rendering["fields"]} */
  const fields = [];
  const hidden = [];
  /** @type {string[][]} */
  const covered = [];
  for (const field of descriptor.fields) {
    const value = context.at(field.path);
    if (value === undefined && field.optional === true) continue;
    if (value === undefined) throw new Unshowable({ code: "missing", path: String(field.path) });
    if (isHidden(field, value)) {
      covered.push(tokensOf(field.path));
      hidden.push({ path: field.path, value });
      continue;
    }
    covered.push(...pointersOf(field));
    fields.push({
      path: field.path,
      label: labelOf(field),
      format: field.format,
      shown: shownAt(value, field, context),
    });
  }
  return {
    ...headOf(action, "described", descriptor.intent),
    ...(descriptor.sentence !== undefined && { sentence: renderSentence(action, descriptor, fields) }),
    ...{ fields, also: uncoveredParts(action.params, covered), hidden },
  };
}

/** @param {Action} action @param {unknown} intent @param {Fallback} fallback @returns {Rendering} */
function raw(action, intent, fallback) {
  const known = typeof intent === "string" ? intent : undefined;
  return {
    ...headOf(action, "raw", known),
    fallback,
    fields: [],
    also: uncoveredParts(action.params, []),
    hidden: [],
  };
}

/** @param {Action} action @param {"described" | "raw"} form @param {string | undefined} intent */
function headOf({ type, resource, audience }, form, intent) {
  return {
    ...{ v: /** @type {const} */ (1), form, type },
    ...(intent !== undefined && { intent }),
    ...(resource !== undefined && { resource }),
    ...(audience !== undefined && { tool: audience }),
  };
}

/** @param {Action} action @param {Pick<Context, "read">} by @returns {Context} */
function contextOf({ params }, by) {
  /** @type {Context} */
  const context = {
    at: (pointer) => {
      const tokens = pointerTokens(pointer);
      return tokens && valueAt(params, tokens);
    },
    show: (value, { format, params: given }) => {
      const paramsOf = typeof given === "object" && given !== null ? given : {};
      return value === undefined ? undefined : formatNamed(format)?.show(value, { ...paramsOf }, context);
    },
    refuse,
    ...by,
  };
  return context;
}

/** @param {any} field @param {Json} value */
function isHidden({ path, visible = "always" }, value) {
  if (visible === "always") return false;
  if (typeof visible !== "object" || visible === null) throw bad();
  if (Object.hasOwn(visible, "unless")) return canonicalJson(visible.unless) === canonicalJson(value);
  if (!Object.hasOwn(visible, "mustBe")) throw bad();
  if (canonicalJson(visible.mustBe) === canonicalJson(value)) return true;
  throw new Unshowable({ code: "hidden_differs", path });
}

/** @param {Json} value @param {any} field @param {Context} context @returns {Shown} */
function shownAt(value, field, context) {
  const shown = context.show(value, field);
  if (shown) return shown;
  throw new Unshowable({ code: "unexpected_value", path: field.path });
}

/** @param {any} field @returns {string} */
function labelOf({ label }) {
  if (typeof label === "string") return label;
  throw bad();
}

/** The pointers that a shown field covers. @param {any} field @returns {string[][]} */
function pointersOf({ path, format, params }) {
  const others = formatNamed(format)?.pointers?.(params ?? {}) ?? [];
  return [path, ...others].map(tokensOf);
}

/** @param {unknown} pointer @returns {string[]} */
function tokensOf(pointer) {
  const tokens = pointerTokens(pointer);
  if (!tokens) throw bad();
  return tokens;
}
