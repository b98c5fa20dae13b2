// A small MCP server over stdio, in both eras, without packages. It writes each call that runs to the
// file LEDGER. The file TOOLS, if there is one, has the tools that it lists. With ERA=2026-07-28 it has
// no `initialize`.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

interface Message {
  id?: number | string;
  method: string;
  params?: {
    name?: string;
    arguments?: unknown;
    cursor?: string;
    protocolVersion?: string;
    _meta?: Record<string, unknown>;
  };
}

const { LEDGER = "", TOOLS = "", PAGE = "100", ERA = "2025-11-25" } = process.env;
const object = { type: "object" };
const standard = ["note", "crash", "silent"].map((name) => ({
  name,
  description: `Runs ${name}`,
  inputSchema: object,
}));
const info = { name: "ledger", version: "1.0.0" };
const capabilities = { tools: { listChanged: true } };

function tools(): { name: string }[] {
  return TOOLS && existsSync(TOOLS) ? JSON.parse(readFileSync(TOOLS, "utf8")) : standard;
}

function resultOf({ method, params }: Message): object | undefined {
  if (method === "initialize" && ERA !== "2026-07-28")
    return { protocolVersion: params?.protocolVersion, serverInfo: info, capabilities };
  if (method === "server/discover")
    return {
      supportedVersions: ["2026-07-28"],
      serverInfo: info,
      capabilities,
      ttlMs: 0,
      cacheScope: "private",
    };
  if (method === "tools/list") {
    const [from, page] = [Number(params?.cursor ?? 0), Number(PAGE)];
    const all = tools();
    const next = from + page < all.length ? { nextCursor: String(from + page) } : {};
    return { tools: all.slice(from, from + page), ttlMs: 0, cacheScope: "private", ...next };
  }
  if (method !== "tools/call") return undefined;
  appendFileSync(LEDGER, `${JSON.stringify({ name: params?.name, arguments: params?.arguments })}\n`);
  if (params?.name === "crash") process.exit(1);
  return { content: [{ type: "text", text: `ran ${params?.name}` }] };
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const message: Message = JSON.parse(line);
  const { id, method, params } = message;
  if (id === undefined || (method === "tools/call" && params?.name === "silent")) return;
  const result = resultOf(message);
  const isNew = params?._meta?.["io.modelcontextprotocol/protocolVersion"] !== undefined;
  const answer = result
    ? { result: isNew ? { resultType: "complete", ...result } : result }
    : { error: { code: -32601, message: "Method not found" } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, ...answer })}\n`);
});
