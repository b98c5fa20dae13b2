// @ts-check
import { actionOf } from "../../../lib/boundary/mapping/engine/action-of.mjs";
import { CallError } from "../../../lib/boundary/mapping/engine/call-error.mjs";
import { canonicalJson } from "../../../lib/json/jcs.mjs";
import { changedWhileWaiting, refusedBoundary, unusableMapping } from "../boundary/checked-port.mjs";
import { Refusal } from "./refusal.mjs";

/** @typedef {import("../../../lib/boundary/mapping/engine/action-of.mjs").Action} Action */
/** @typedef {import("../../../lib/boundary/mapping/engine/call.mjs").Call} Call */
/** @typedef {Pick<import("./settings.mjs").Settings, "mapping" | "kept">} Settings */

/**
 * The action of a call, by the mapping in Countersign if there is one.
 * @param {Settings} settings
 * @param {Call} call
 * @param {{isForced?: boolean}} [options] `isForced`: by the mapping as it is at this moment
 * @throws {Refusal} if Countersign refuses the boundary, or the mapping can't be used
 * @throws {CallError}
 */
export async function mapped({ mapping, kept }, call, options) {
  const inUse = kept ? await kept.read(options) : { mapping };
  if (!("fault" in inUse)) return actionOf(inUse.mapping, call);
  if (inUse.isRefused) throw new Refusal(403, "boundary_refused", refusedBoundary(inUse.fault));
  throw new Refusal(503, "mapping_unusable", unusableMapping);
}

/**
 * Why a call no longer asks for the same after a wait.
 * @param {Settings} settings
 * @param {Call} call
 * @param {Action} action as it was asked for
 * @returns {Promise<{why: "refused", message: string} | undefined>} undefined if it does
 */
export async function changeSince(settings, call, action) {
  if (!settings.kept) return undefined;
  try {
    const now = await mapped(settings, call, { isForced: true });
    if (canonicalJson(now.action) === canonicalJson(action)) return undefined;
    return { why: "refused", message: changedWhileWaiting };
  } catch (error) {
    if (error instanceof Refusal || error instanceof CallError)
      return { why: "refused", message: error.message };
    throw error;
  }
}
