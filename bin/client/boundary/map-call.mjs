// @ts-check
import { actionOf } from "../../../lib/boundary/mapping/engine/action-of.mjs";
import { CallError } from "../../../lib/boundary/mapping/engine/call-error.mjs";
import { isDefaultType } from "../../../lib/boundary/mapping/engine/read-rule.mjs";
import { addedNames } from "../../../lib/text/action-type.mjs";
import { Fault } from "../fault.mjs";
import { visible } from "../visible.mjs";

/** @typedef {import("../../../lib/boundary/mapping/engine/action-of.mjs").Mapped} Mapped */

/**
 * The action of a call, or the error of a call that a boundary refuses.
 * @param {import("../../../lib/boundary/mapping/engine/read-mapping.mjs").Mapping} mapping
 * @param {import("../../../lib/boundary/mapping/engine/call.mjs").Call} call
 * @returns {Mapped}
 */
export function mapCall(mapping, call) {
  try {
    return actionOf(mapping, call);
  } catch (cause) {
    if (!(cause instanceof CallError)) throw cause;
    throw new Fault("rejected", `a boundary refuses this call: ${visible(cause.message)}`, { cause });
  }
}

/**
 * Which rule made the action, and which parameters it adds.
 * @param {import("../../../lib/boundary/mapping/engine/read-mapping.mjs").Mapping} mapping
 * @param {Mapped} mapped
 * @returns {string}
 */
export function describeMapped({ rules }, { action, rule, failure }) {
  if (rule !== undefined) return `/rules/${rule} applies.${addedWords(rules[rule], action)}`;
  if (!failure)
    return "No rule matches. The call gets its default type and is never auto-approved without a rule for it.";
  return `/rules/${failure.rule} matches, but not these arguments (${visible(failure.reason)}). The call is treated as one without a rule.`;
}

/** @param {import("../../../lib/boundary/mapping/engine/read-rule.mjs").Rule | undefined} rule @param {Mapped["action"]} action */
function addedWords(rule, { type, params }) {
  const added = isDefaultType(type) ? [] : addedNames.filter((name) => Object.hasOwn(params, name));
  if (added.length === 0) return "";
  const start = rule?.fixesAudience ? "The" : "Without a fixed audience, the";
  return ` ${start} parameters include ${added.join(" and ")}. The schema of ${type} has to allow ${added.length > 1 ? "them" : "it"}.`;
}
