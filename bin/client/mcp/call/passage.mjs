// @ts-check
import { isMcpMethod } from "../../../../lib/boundary/mapping/mcp-methods.mjs";
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
  if (method === undefined && result?.roots !== undefined)
    return errorResponse(message, -32601, "The gateway withholds the roots of the client.");
  if (method === "initialize" && params?.capabilities)
    return { ...message, params: { ...params, capabilities: others(params.capabilities) } };
  const listed = params?._meta?.[capabilitiesKey];
  if (!listed) return message;
  return { ...message, params: { ...params, _meta: { ...params._meta, [capabilitiesKey]: others(listed) } } };
}

/** The capabilities without the roots. @param {any} capabilities */
function others({ roots: _, ...capabilities }) {
  return capabilities;
}
