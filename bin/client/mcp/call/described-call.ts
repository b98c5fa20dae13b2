import type { Untyped } from "#client/json/untyped";
import { capabilitiesKey, isStateless, type Message, versionKey } from "./message.ts";

const params = ["name", "arguments", "inputResponses", "requestState"];
/** Members of `_meta` about the exchange itself, by revision. */
const metaKeys = ["progressToken"];
const statelessKeys = [
  versionKey,
  capabilitiesKey,
  "io.modelcontextprotocol/clientInfo",
  "io.modelcontextprotocol/logLevel",
];

/** The `tools/call` as its action describes it. What approvers don't see, the server doesn't get. */
export function describedCall(sent: Message): Message {
  const { id, method, params: given } = sent;
  const keys = isStateless(sent) ? [...metaKeys, ...statelessKeys] : metaKeys;
  const meta = pick(Object(given._meta), keys);
  const _meta = Object.keys(meta).length > 0 ? { _meta: meta } : {};
  return { jsonrpc: "2.0", id, method, params: { ...pick(given, params), ..._meta } };
}

function pick(value: Record<string, unknown>, names: string[]) {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name]]),
  );
}

/** The call for a task: the client no longer waits for progress or questions. */
export function detached(request: Message, id: string | number): Message {
  const meta = { ...withoutProgress(request.params._meta), [capabilitiesKey]: {} };
  return { ...request, id, params: { ...request.params, _meta: meta } };
}

export function withoutProgress(meta: Untyped) {
  const { progressToken: _token, ...rest } = meta ?? {};
  return rest;
}
