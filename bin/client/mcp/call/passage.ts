import { foldName } from "#client/json/pointer";
import { isMcpMethod } from "#lib/boundary/mapping/engine/mcp-methods";
import { capabilitiesKey, errorResponse, isRequest, type Message } from "./message.ts";

/** The messages of a client that may reach the MCP server. */
export class Passage {
  /**
   * @param options `methods`: those that the operator lets through besides those of MCP.
   * `hidesRoots`: the server doesn't learn the folders that the client works in, and keeps its own
   */
  constructor(readonly options: { methods?: readonly string[]; hidesRoots?: boolean } = {}) {}

  /** @returns the message for the server, if any */
  admit(message: Message): Message | undefined {
    const { method } = message;
    const { methods = [], hidesRoots } = this.options;
    if (method !== undefined && !isMcpMethod(method) && !methods.includes(method)) return undefined;
    return hidesRoots ? withoutRoots(message) : message;
  }
}

/** The answer to a request of an unknown method; undefined for a notification, which gets no answer. */
export function refusal(message: Message): Message | undefined {
  const text = "The gateway doesn't pass this method. Its operator can name it with --allow-method.";
  return isRequest(message) ? errorResponse(message, -32601, text) : undefined;
}

function withoutRoots(message: Message): Message | undefined {
  const { method, params, result } = message;
  if (method === "notifications/roots/list_changed") return undefined;
  // Only a client with the capability should be asked. If asked all the same, no folder is given.
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
  // In 2026-07-28, the client answers in its next request, of whatever method.
  if (inputResponses) admitted.inputResponses = without(inputResponses, ([, answer]) => hasRoots(answer));
  return { ...message, params: admitted };
}

function without(value: object, isLeftOut: (entry: [string, unknown]) => boolean) {
  return Object.fromEntries(Object.entries(value).filter((entry) => !isLeftOut(entry)));
}

function hasRoots(value: unknown) {
  return Object.keys(Object(value)).some(isRoots);
}

/** Some servers ignore the case of names. */
function isRoots(name: string) {
  return foldName(name) === foldName("roots");
}
