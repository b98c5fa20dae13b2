// @ts-check
import { actionOf } from "../../../lib/boundary/mapping/action-of.mjs";
import { CallError } from "../../../lib/boundary/mapping/call-error.mjs";
import { Fault } from "../fault.mjs";
import { visible } from "../visible.mjs";

/** @typedef {import("../../../lib/boundary/mapping/action-of.mjs").Mapped} Mapped */

/**
 * The action of a call, or the error of a call that a boundary refuses.
 * @param {import("../../../lib/boundary/mapping/read-mapping.mjs").Mapping} mapping
 * @param {import("../../../lib/boundary/mapping/call.mjs").Call} call
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
 * Which rule made the action.
 * @param {Mapped} mapped
 * @returns {string}
 */
export function describeMapped({ rule, failure }) {
  if (rule !== undefined) return `/rules/${rule} applies.`;
  if (!failure)
    return "No rule matches. The call gets its default type and is never auto-approved without a rule for it.";
  return `/rules/${failure.rule} matches, but not these arguments (${visible(failure.reason)}). The call is treated as one without a rule.`;
}
