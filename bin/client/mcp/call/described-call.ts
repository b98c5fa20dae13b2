import type { Message } from "./message.ts";
import { capabilitiesKey, isStateless, versionKey } from "./message.ts";

const params = ["name", "arguments", "inputResponses", "requestState"];
/** What `_meta` says about the exchange itself, by revision. */
const metaKeys = ["progressToken"];
const statelessKeys = [
  versionKey,
  capabilitiesKey,
  "io.modelcontextprotocol/clientInfo",
  "io.modelcontextprotocol/logLevel",
];

/**
 * A `tools/call` with only what its action describes, and what the protocol needs for the exchange.
 * An approver doesn't see anything else that the client sent, so it doesn't reach the server.
 */
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
