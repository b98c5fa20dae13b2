import type { Untyped } from "#client/json/untyped";
import { Fault } from "../fault.ts";
import { parseJson } from "../strict-json.ts";
import { capabilitiesKey, type Message, versionKey } from "./call/message.ts";

const clientInfo = { name: "countersign", version: "1" };
const stateless = { [versionKey]: "2026-07-28", [capabilitiesKey]: {} };
const mostPages = 500;

/** Lists an MCP server's tools as sent, in 2025-11-25 or, without `initialize`, in 2026-07-28. */
export async function listTools(server: {
  onLine: (line: string) => void;
  onEnd: () => void;
  send: (message: Message) => void;
}): Promise<object[]> {
  let count = 0;
  const open: Map<number, (message: Message) => void> = new Map();
  server.onLine = (line) => {
    const message = parseJson(line);
    if (message?.method === undefined) open.get(message?.id)?.(message);
  };
  const ended = new Promise((_resolve, reject) => {
    server.onEnd = () => reject(new Fault("unreachable", "the MCP server ended"));
  });
  ended.catch(() => {});
  const ask = (method: string, params: object): Promise<Untyped> => {
    const id = ++count;
    const answer = new Promise((resolve) => open.set(id, resolve));
    server.send({ jsonrpc: "2.0", id, method, params });
    return Promise.race([answer, ended]);
  };
  const hello = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
  const { error } = await ask("initialize", hello);
  if (!error) server.send({ jsonrpc: "2.0", method: "notifications/initialized" });
  const meta = error ? { _meta: stateless } : {};
  const tools = [];
  let cursor: unknown;
  for (let page = 0; page < mostPages; page++) {
    const answer = await ask("tools/list", { cursor, ...meta });
    if (!Array.isArray(answer.result?.tools))
      throw new Fault("failed", "the MCP server doesn't list its tools");
    tools.push(...answer.result.tools);
    cursor = answer.result.nextCursor;
    if (cursor === undefined || cursor === null) return tools;
  }
  throw new Fault("failed", "the MCP server's list of tools doesn't end");
}
