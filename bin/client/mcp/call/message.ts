import { foldName } from "#client/json/pointer";
import type { Untyped } from "#client/json/untyped";
import { Fault } from "../../fault.ts";
import { parseJson, parseStrictJson, refuseCaseTwins } from "../../strict-json.ts";

/** A JSON-RPC message: requests have `method` and `id`, notifications `method`, responses `id`. */
export interface Message {
  jsonrpc?: string;
  id?: string | number | null;
  method?: string;
  params?: Untyped;
  result?: Untyped;
  error?: { code: number; message: string; data?: unknown };
}

export const versionKey = "io.modelcontextprotocol/protocolVersion";
export const capabilitiesKey = "io.modelcontextprotocol/clientCapabilities";
export const tasksExtension = "io.modelcontextprotocol/tasks";

const members = ["jsonrpc", "id", "method", "params", "result", "error"];

/**
 * Reads a message of the client. Refuses text that gateway and server could read differently: a
 * server that reads `Method` as `method` (as Go does) would run a call that the gateway did not
 * see.
 */
export function readMessage(text: string): Message {
  const value = parseStrictJson(text, "the message");
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new Fault("rejected", "the message isn't one JSON-RPC message. Batches aren't supported");
  const message = value as Message;
  refuseVariants(message, members);
  if (message.method === undefined) return message;
  if (typeof message.method !== "string") throw new Fault("rejected", "method isn't a string");
  if (foldName(message.method.trim()) === foldName("tools/call")) checkToolCall(message);
  return message;
}

function checkToolCall({ method, id, params }: Message) {
  if (method !== "tools/call") throw new Fault("rejected", "the method is spelled tools/call");
  if (id === undefined || id === null) throw new Fault("rejected", "a tools/call has an id");
  if (params === null || typeof params !== "object" || Array.isArray(params))
    throw new Fault("rejected", "a tools/call has params");
  refuseVariants(params, ["name", "arguments", "inputResponses", "requestState"]);
  if (typeof params.name !== "string") throw new Fault("rejected", "a tools/call names its tool");
  const given = params.arguments;
  if (given !== undefined && (given === null || typeof given !== "object" || Array.isArray(given)))
    throw new Fault("rejected", "the arguments of a tools/call are an object");
  refuseCaseTwins(params.arguments, "the arguments");
}

function refuseVariants(value: object, known: string[]) {
  const folded = new Set(known.map(foldName));
  for (const name of Object.keys(value)) {
    if (!known.includes(name) && folded.has(foldName(name)))
      throw new Fault(
        "rejected",
        `the member ${JSON.stringify(name)} differs from a known name only in case`,
      );
  }
}

export function isRequest({ id, method }: Message) {
  return method !== undefined && id !== undefined && id !== null;
}

export function isResponse({ id, method }: Message) {
  return method === undefined && id !== undefined && id !== null;
}

/** Whether a message is the response to a request, or the error for a request with an unreadable ID. */
export function isAnswerTo(message: Message, id: unknown) {
  if (message.method !== undefined) return false;
  return message.id === id || (message.error !== undefined && (message.id ?? null) === null);
}

/** Whether a request is of 2026-07-28, where each request describes the client. */
export function isStateless({ params }: Message): boolean {
  return typeof params?._meta?.[versionKey] === "string";
}

export function errorResponse({ id }: Message, code: number, text: string): Message {
  return { jsonrpc: "2.0", id: id ?? null, error: { code, message: text } };
}

/** The ID of an unreadable message, for the answer. */
export function idOf(line: string) {
  const id = parseJson(line)?.id;
  return typeof id === "string" || typeof id === "number" ? id : undefined;
}
