import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { compareTools } from "#lib/boundary/registry/compare-tools";
import { openAgentSide } from "../testing/agent-side.ts";
import { expectHarmless, hostile } from "../testing/hostile-text.ts";

const { folder, run } = await openAgentSide();
const files = { count: 0 };
function file(content: unknown): string {
  const path = join(folder, `file-${files.count++}.json`);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const tools = [
  { name: "read_file", description: "Reads.", annotations: { readOnlyHint: true } },
  { name: "write_file", description: "Writes.", annotations: { destructiveHint: false } },
  { name: "delete_file", description: "Deletes.", annotations: { destructiveHint: true } },
  { name: "moveFile", description: "Moves." },
];
const init = async (list: unknown, ...more: string[]) => {
  const { code, io } = await run([
    "boundary",
    "init",
    "--from-tools",
    file(list),
    "--server",
    "files",
    ...more,
  ]);
  return { code, io, mapping: io.stdout === "" ? undefined : JSON.parse(io.stdout) };
};

test("init writes a valid mapping with one rule per tool, and accepts the tools as listed", async () => {
  for (const list of [tools, { tools }, { jsonrpc: "2.0", id: 1, result: { tools } }]) {
    const { code, mapping } = await init(list);
    expect(code).toBe(0);
    expect(mapping.rules.slice(0, 2)).toEqual([
      { tool: "files/read_file", type: "mcp.files.read_file" },
      { tool: "files/write_file", type: "mcp.files.write_file" },
    ]);
    const { tools: pinned = new Map(), heldTools } = readMapping(mapping);
    expect(heldTools).toBe("block");
    expect(compareTools(pinned, tools)).toMatchObject({ added: [], changed: [], gone: [] });
  }
});

test.each([
  [undefined, ["write", "write", "destructive", "destructive"]],
  ["read", ["read", "write", "destructive", "destructive"]],
  ["production", ["production", "production", "destructive", "destructive"]],
])("hints of the server only raise the risk: with --risk %s", async (risk, expected) => {
  const { mapping } = await init(tools, ...(risk ? ["--risk", risk] : []));
  expect(tools.map(({ name }) => mapping.tools[name].risk)).toEqual(expected);
});

test("init leaves out tools that no mapping can accept, and no name becomes a glob", async () => {
  const list = `[{"name":"a"},{"name":"a","title":"b"},{"name":"__proto__"},{"name":"delete_*"},
    {"name":"deep","inputSchema":${"[".repeat(20_000)}${"]".repeat(20_000)}},{"name":"ok"}]`;
  const { io, mapping } = await init(list);
  expect(Object.keys(mapping.tools)).toEqual(["delete_*", "ok"]);
  expect(mapping.rules).toEqual([{ tool: "files/ok", type: "mcp.files.ok" }]);
  for (const name of ["a", "__proto__", "deep"]) expect(io.stderr).toContain(`gateway: ${name}\n`);
});

test("init writes to a new file only", async () => {
  const out = join(folder, "new.json");
  expect((await init(tools, "--out", out)).code).toBe(0);
  expect(readMapping(JSON.parse(readFileSync(out, "utf8"))).rules.length).toBe(4);
  const again = await init(tools, "--out", out);
  expect([again.code, again.io.stderr]).toEqual([2, expect.stringContaining("already exists")]);
});

const map = file({
  version: 1,
  rules: [
    {
      tool: "payments/refund",
      type: "refund.create",
      resource: "charge/{/charge}",
      params: { amount: "/amount" },
    },
    { tool: "POST api.example/*", type: "api.write" },
  ],
});
const check = (call: unknown) => run(["boundary", "check", map, "--call", file(call)]);

test("check prints the action that a call becomes, and names the rule", async () => {
  const args = { charge: "ch_81", amount: 1250 };
  const { code, io } = await check({ kind: "mcp", server: "payments", tool: "refund", arguments: args });
  expect([code, JSON.parse(io.stdout)]).toEqual([
    0,
    {
      type: "refund.create",
      resource: "charge/ch_81",
      params: { tool: "payments/refund", amount: 1250, arguments: args },
    },
  ]);
  expect(io.stderr).toBe(
    "/rules/0 applies. Without a fixed audience, the parameters include tool and arguments. The schema of refund.create has to allow them.\n",
  );
  const post = {
    kind: "http",
    method: "POST",
    host: "api.example",
    path: "/x",
    content_type: "text/plain",
    body_sha256: "h",
    body_bytes: 3,
  };
  expect(JSON.parse((await check(post)).io.stdout)).toMatchObject({ type: "api.write" });
});

test("check says when no rule applies, and why a rule doesn't fit", async () => {
  const shell = { kind: "tool", client: "claude-code", tool: "bash", input: { command: "ls" } };
  const unmapped = await check(shell);
  expect(unmapped.io.stderr).toContain("No rule matches.");
  expect(JSON.parse(unmapped.io.stdout).type).toBe("tool.claude-code.bash");
  const misfit = await check({
    kind: "mcp",
    server: "payments",
    tool: "refund",
    arguments: { charge: "ch_1" },
  });
  expect(misfit.io.stderr).toContain("/rules/0 matches, but not these arguments (params/amount:");
});

test("a call that a boundary refuses exits 21", async () => {
  const call = { kind: "mcp", server: "payments", tool: "refund", arguments: { a: 1, A: 2 } };
  expect((await check(call)).code).toBe(21);
});

test("check without a call validates the mapping, and says where an error is", async () => {
  expect((await run(["boundary", "check", map])).code).toBe(0);
  const { code, io } = await run(["boundary", "check", file({ version: 1, rules: [{ tool: "a" }] })]);
  expect([code, io.stderr]).toEqual([2, expect.stringContaining("/rules/0/type must be")]);
});

test.each([
  [["boundary"]],
  [["boundary", "toString"]],
  [["boundary", "init"]],
  [["boundary", "init", "--from-tools", file(tools)]],
  [["boundary", "init", "--from-tools", file("{"), "--server", "a"]],
  [["boundary", "init", "--from-tools", file({}), "--server", "a"]],
  [["boundary", "init", "--from-tools", file([{}]), "--server", "a"]],
  [["boundary", "init", "--from-tools", file(tools), "--server", "a/b"]],
  [["boundary", "init", "--from-tools", file(tools), "--server", "a", "--risk", "low"]],
  [["boundary", "check"]],
  [["boundary", "check", map, "--call", file({ kind: "ftp" })]],
  [["boundary", "check", map, "--call", file({ kind: "mcp", contentType: "x" })]],
])("a wrong command exits 2: %j", async (args) => {
  const { code, io } = await run(args);
  expect([code, io.stdout]).toEqual([2, ""]);
});

test("hostile names and values can't write to the terminal", async () => {
  expectHarmless((await init([{ name: hostile }, { name: hostile }, { name: `${hostile}2` }])).io);
  expectHarmless(
    (await check({ kind: "mcp", server: "a", tool: hostile, arguments: { [hostile]: hostile } })).io,
  );
  expectHarmless((await run(["boundary", "check", file({ version: 1, [hostile]: 1 })])).io);
});
