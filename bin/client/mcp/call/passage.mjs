// @ts-check
import { isMcpMethod } from "../../../../lib/boundary/mapping/engine/mcp-methods.mjs";
import { foldName } from "../../../../lib/json/fold-name.mjs";
import { capabilitiesKey, errorResponse, isRequest } from "./message.mjs";

/** @typedef {import("./message.mjs").Message} Message */

/** Which messages of a client may reach the MCP server. */
export class Passage {
  /**
   * @param {{methods?: readonly string[], hidesRoots?: boolean}} [options] `methods`: those that the
   * operator lets through besides those of MCP. `hidesRoots`: the server doesn't learn the folders
   * that the client works in, and keeps its own
   */
  constructor({ methods = [], hidesRoots = false } = {}) {
    this.methods = new Set(methods);
    this.hidesRoots = hidesRoots;
  }

  /**
   * @param {Message} message
   * @returns {Message | undefined} what the server may get; undefined: nothing
   */
  admit(message) {
    const { method } = message;
    if (method !== undefined && !isMcpMethod(method) && !this.methods.has(method)) return undefined;
    return this.hidesRoots ? withoutRoots(message) : message;
  }
}

/**
 * The answer to a request of a method that nothing is known about.
 * @param {Message} message
 * @returns {Message | undefined} undefined for a notification, which gets no answer
 */
export function refusal(message) {
  const text = "The gateway doesn't pass this method. Its operator can name it with --allow-method.";
  return isRequest(message) ? errorResponse(message, -32601, text) : undefined;
}

/** @param {Message} message @returns {Message | undefined} */
function withoutRoots(message) {
  const { method, params, result } = message;
  if (method === "notifications/roots/list_changed") return undefined;
  // The server asks only a client that lists the capability. One that asks all the same gets no folder.
  if (method === undefined && hasRoots(result))
    return errorResponse(message, -32601, "The gateway withholds the roots of the client.");
  if (params === null || typeof params !== "object" || Array.isArray(params)) return message;
  const admitted = { ...params };
  const { capabilities, _meta, inputResponses } = params;
  if (method === "initialize" && capabilities)
    admitted.capabilities = without(capabilities, ([name]) => isRoots(name));
  if (_meta?.[capabilitiesKey]) {
    const listed = without(_meta[capabilitiesKey], ([name]) => isRoots(name));
    admitted._meta = { ..._meta, [capabilitiesKey]: listed };
  }
  // In 2026-07-28, a client answers in its next request, whatever its method.
  if (inputResponses) admitted.inputResponses = without(inputResponses, ([, answer]) => hasRoots(answer));
  return { ...message, params: admitted };
}

/** @param {object} value @param {(entry: [string, unknown]) => boolean} isLeftOut */
function without(value, isLeftOut) {
  return Object.fromEntries(Object.entries(value).filter((entry) => !isLeftOut(entry)));
}

/** @param {unknown} value */
function hasRoots(value) {
  return Object.keys(Object(value)).some(isRoots);
}

/** Some servers read the names of members without case. @param {string} name */
function isRoots(name) {
  return foldName(name) === foldName("roots");
}
