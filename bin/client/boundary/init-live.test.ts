import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import { main } from "../main.ts";
import { ledgerProgram } from "../mcp/testing/ledger.ts";
import { expectHarmless, hostile } from "../testing/hostile-text.ts";
import { testIo } from "../testing/test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "countersign-init-"));
afterAll(() => rmSync(folder, { recursive: true }));
const script = ledgerProgram(folder);
const proposal = {
  evaluation: {
    action: { name: "refund.create" },
    resource: { type: "charge", id: "$params.arguments.charge" },
    context: { amount: "$params.arguments.amount", risk: "$params.arguments.amount > 10 ? 'a' : 'b'" },
  },
};
const tools = ["list", "refund", "plain"].map((name) => ({
  name,
  inputSchema: { type: "object", ...(name === "refund" && { "x-authzen-mapping": proposal }) },
}));

async function init(args: string[], env: Record<string, string> = {}) {
  const file = join(folder, "tools.json");
  writeFileSync(file, JSON.stringify(tools));
  const io = testIo({ env: { ...(process.env as Record<string, string>), TOOLS: file, PAGE: "2", ...env } });
  const code = await main(["boundary", "init", "--server", "payments", ...args], io);
  return { code, io, mapping: io.stdout ? JSON.parse(io.stdout) : undefined };
}
const own = (name: string) => ({ tool: `payments/${name}`, type: `mcp.payments.${name}` });

test.each(["2025-11-25", "2026-07-28"])(
  "init reads all pages of a server that speaks %s, and ends it",
  async (ERA) => {
    const { code, io, mapping } = await init(["--", process.execPath, script], { ERA });
    expect([code, io.stderr]).toEqual([0, expect.stringContaining("Read each tool's description")]);
    expect(mapping.rules).toEqual(["list", "refund", "plain"].map(own));
    expect(Object.keys(mapping.tools)).toEqual(["list", "refund", "plain"]);
  },
);

test("init reads the tools of a server at a URL, with its credentials", async () => {
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== "Bearer of-the-tool") return void response.writeHead(401).end();
    if (request.method !== "POST") return void response.writeHead(405).end();
    const { id, method, params } = JSON.parse(await text(request));
    if (id === undefined) return void response.writeHead(202).end();
    const at = params?.cursor ? 2 : 0;
    const next = at === 0 ? "more" : null;
    const result =
      method === "initialize"
        ? { protocolVersion: "2025-11-25", capabilities: {}, serverInfo: { name: "a", version: "1" } }
        : { tools: tools.slice(at, at + 2), nextCursor: next };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  const header = ["--upstream-header-env", "Authorization=PAYMENTS"];
  const env = { PAYMENTS: "Bearer of-the-tool" };
  const out = join(folder, "map.json");
  const { code } = await init(["--upstream", upstream, ...header, "--out", out], env);
  server.close();
  expect(code).toBe(0);
  expect(JSON.parse(readFileSync(out, "utf8")).rules).toHaveLength(3);
});

test("a server's proposal is used only with --propose, and is printed as the server's own words", async () => {
  const { mapping, io } = await init(["--propose", "--", process.execPath, script]);
  expect(mapping.rules[1]).toEqual({
    ...{ tool: "payments/refund", type: "refund.create" },
    ...{ resource: "charge/{/charge}", params: { amount: "/amount" } },
  });
  expect(mapping.rules[0]).toEqual(own("list"));
  expect(io.stderr).toContain('Proposed by the server: /rules/1 {"tool":"payments/refund"');
  expect(io.stderr).toContain(
    "Not translated for refund: /evaluation/context/risk $params.arguments.amount > 10",
  );
  expect(io.stderr).toContain("the server's own words, not verified");
});

test("a hostile proposal can't act on the terminal", async () => {
  const context = { [hostile]: "$token", amount: hostile };
  const mapping = { evaluation: { ...proposal.evaluation, context } };
  const file = join(folder, "hostile.json");
  writeFileSync(file, JSON.stringify([{ name: "a", inputSchema: { "x-authzen-mapping": mapping } }]));
  const { code, io } = await init(["--propose", "--from-tools", file]);
  expect(code).toBe(0);
  expectHarmless(io);
});

test("init names one source of tools", async () => {
  for (const args of [[], ["--from-tools", "a", "--", "b"], ["--upstream", "https://a.example", "--", "b"]])
    expect((await init(args)).code).toBe(2);
  expect(await main(["boundary", "check", "map.json", "--", "b"], testIo())).toBe(2);
});
