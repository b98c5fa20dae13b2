// @ts-check
import { capabilitiesKey } from "./message.mjs";

/** @typedef {import("./message.mjs").Message} Message */

/**
 * The call for a server whose answer goes into a task: the client no longer waits for progress or
 * questions about it.
 * @param {Message} request
 * @param {string | number} id
 * @returns {Message}
 */
export function detached(request, id) {
  const meta = { ...withoutProgress(request.params._meta), [capabilitiesKey]: {} };
  return { ...request, id, params: { ...request.params, _meta: meta } };
}

/** @param {any} meta */
export function withoutProgress(meta) {
  const { progressToken: _token, ...rest } = meta ?? {};
  return rest;
}
