import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { openAgentSide } from "../testing/agent-side.ts";
import { type CodexState, fakeCodex, type ListedHook, program } from "../testing/fake-codex.ts";
import type { FakeAnswer } from "../testing/fake-server.ts";

const { server, folder, run } = await openAgentSide();
const env = { COUNTERSIGN_URL: server.url, COUNTERSIGN_TOKEN: `cst_${"a".repeat(43)}` };
const decided = (permissionDecision: string, permissionDecisionReason: string) => (): FakeAnswer => ({
  status: 200,
  body: { hookSpecificOutput: { hookEventName: "PreToolUse", permissionDecision, permissionDecisionReason } },
});
const call = {
  session_id: "s1",
  cwd: "/work",
  hook_event_name: "PreToolUse",
  tool_name: "Bash",
  tool_input: { command: "make deploy" },
  tool_use_id: "toolu_1",
};
const cursor = {
  conversation_id: "c1",
  generation_id: "g1",
  hook_event_name: "beforeShellExecution",
  command: "make deploy",
  cwd: "/work",
};
const clients = ["claude-code", "codex", "cursor"] as const;
type Client = (typeof clients)[number];
const eventOf = (client: Client) => JSON.stringify(client === "cursor" ? cursor : call);
const hook = (client: Client, given: object = {}) =>
  run(["hook", "--client", client], { env, stdin: eventOf(client), ...given });

/** Whether the client runs the call, by its own rules for command hooks. */
function runs(client: Client, { code, io }: Awaited<ReturnType<typeof run>>): boolean {
  if (client === "cursor") return code !== 2 && JSON.parse(io.stdout).permission !== "deny";
  return code !== 2;
}

describe.each(clients)("countersign hook for %s", (client) => {
  test("lets a call run after a clear yes", async () => {
    server.answers(decided("allow", "Allowed as req_1."));
    const ended = await hook(client);
    expect([ended.code, runs(client, ended)]).toEqual([0, true]);
    const sent = server.calls.at(-1);
    expect([sent?.path, sent?.headers.authorization]).toEqual([
      `/hooks/${client}`,
      `Bearer ${env.COUNTERSIGN_TOKEN}`,
    ]);
    expect(JSON.parse(sent?.body ?? "")).toMatchObject({
      hook_event_name: "PreToolUse",
      cwd: "/work",
      tool_name: "Bash",
      tool_input: { command: "make deploy" },
    });
  });

  test("blocks a denied call, with the reason for the model", async () => {
    server.answers(decided("deny", "An approver denied this call."));
    const ended = await hook(client);
    expect(runs(client, ended)).toBe(false);
    expect(ended.io.stdout + ended.io.stderr).toContain("An approver denied this call.");
  });

  test.each<[string, () => FakeAnswer | "drop"]>([
    ["an error", () => ({ status: 500, body: { detail: "no" } })],
    ["a redirect", () => ({ status: 302, headers: { location: "/" } })],
    ["HTML", () => ({ status: 200, headers: { "content-type": "text/html" }, body: "<p>yes" })],
    ["nothing", () => ({ status: 200 })],
    ["an empty object", () => ({ status: 200, body: {} })],
    ["null", () => ({ status: 200, body: null })],
    ["a yes with another status", () => ({ ...decided("allow", "")(), status: 202 })],
    ["a question", decided("ask", "Run it?")],
    ["no answer", () => "drop"],
  ])("blocks when the server sends %s", async (_, answer) => {
    server.answers(answer);
    expect(runs(client, await hook(client))).toBe(false);
  });

  test("blocks without a token, a server or a readable call", async () => {
    server.answers(decided("allow", ""));
    const unreadable = ["", "make deploy", "[]", ...(client === "cursor" ? ["{}"] : [])];
    for (const stdin of unreadable) expect(runs(client, await hook(client, { stdin }))).toBe(false);
    for (const given of [
      { ...env, COUNTERSIGN_TOKEN: "" },
      { ...env, COUNTERSIGN_URL: "" },
      { ...env, COUNTERSIGN_URL: "http://127.0.0.1:1" },
    ])
      expect(runs(client, await hook(client, { env: given }))).toBe(false);
  });
});

test.each(clients)(
  "bytes that aren't UTF-8 block a call of %s, and aren't sent as a different text",
  async (client) => {
    server.answers(decided("allow", "Allowed as req_1."));
    const before = server.calls.length;
    const stdin = Buffer.from(eventOf(client).replace("make", "mak\u00e9"), "latin1");
    expect(runs(client, await hook(client, { stdin }))).toBe(false);
    expect(server.calls).toHaveLength(before);
  },
);

test("a command that names no known client blocks", async () => {
  for (const name of ["vim", "constructor", "__proto__"])
    expect((await run(["hook", "--client", name], { env, stdin: eventOf("codex") })).code).toBe(2);
  expect((await run(["hook", "--no-such-option"], { env })).code).toBe(2);
});

test("a report is passed on, and what it found reaches the model", async () => {
  server.answers(() => ({ status: 200, body: { decision: "block", reason: "Another input ran." } }));
  const stdin = JSON.stringify({ ...call, hook_event_name: "PostToolUse", tool_response: "ok" });
  const { code, io } = await hook("claude-code", { stdin });
  expect([code, JSON.parse(io.stdout).reason]).toEqual([0, "Another input ran."]);
  expect(server.calls.at(-1)?.body).toBe(stdin);
});

test("an MCP call of Cursor keeps its server and arguments", async () => {
  server.answers(decided("allow", ""));
  const event = {
    hook_event_name: "beforeMCPExecution",
    tool_name: "query",
    tool_input: '{"sql":"select 1"}',
    url: "http://localhost:1",
  };
  expect((await hook("cursor", { stdin: JSON.stringify({ ...cursor, ...event }) })).code).toBe(0);
  expect(JSON.parse(server.calls.at(-1)?.body ?? "")).toMatchObject({
    tool_name: "mcp:query",
    tool_input: { server: "http://localhost:1", arguments: '{"sql":"select 1"}' },
  });
});

describe("countersign hook check", () => {
  const file = join(folder, "settings.json");
  writeFileSync(file, JSON.stringify({ hooks: { PreToolUse: [] }, env: { API_KEY: "secret" } }));
  const right = (is_active: boolean) => () => ({ status: 200, body: { agent: { id: "agt_1" }, is_active } });

  test("sends only the hooks, and says whether a call was seen, never that calls are decided", async () => {
    server.answers(right(false));
    const { code, io } = await run(["hook", "check", file], { env });
    expect([code, io.stderr]).toEqual([0, expect.stringContaining("hasn't seen a call of agt_1 yet")]);
    expect(io.stderr).not.toContain("decided");
    expect(server.calls.at(-1)).toMatchObject({
      path: "/hooks/claude-code/check",
      body: '{"hooks":{"PreToolUse":[]}}',
    });
    server.answers(right(true));
    expect((await run(["hook", "check", file], { env })).io.stderr).toContain("has seen calls of agt_1");
  });

  test("lists the errors of the settings", async () => {
    const errors = [{ path: "/hooks/PreToolUse/0/hooks/0/onFailure", message: 'must be "block"' }];
    server.answers(() => ({ status: 422, body: { code: "invalid_input", detail: "Unsafe.", errors } }));
    const { code, io } = await run(["hook", "check", file, "--client", "cursor"], { env });
    expect(code).toBe(21);
    expect(io.stderr).toContain('/hooks/PreToolUse/0/hooks/0/onFailure: must be "block"');
  });

  test("reads JSON only, and needs a token", async () => {
    writeFileSync(join(folder, "config.toml"), "[hooks]");
    expect((await run(["hook", "check", join(folder, "config.toml")], { env })).code).toBe(2);
    for (const text of ["null", "3", "not JSON"]) {
      writeFileSync(join(folder, "other.json"), text);
      const { code, io } = await run(["hook", "check", join(folder, "other.json")], { env });
      expect([code, io.stderr]).toEqual([2, expect.stringContaining("other.json")]);
      expect(io.stderr).not.toContain("Unexpected error");
    }
    expect((await run(["hook", "check", file], { env: { COUNTERSIGN_URL: server.url } })).code).toBe(2);
  });
});

describe("countersign hook check of a file for Claude Code", () => {
  const only = { allowManagedHooksOnly: true };
  const user = join(folder, "user.json");
  writeFileSync(user, '{"hooks":{}}');
  /** Checks with managed settings, and drop-ins if given. `file` begins in their folder. */
  const check = (settings: unknown, dropIns: object[], { file = user, client = "claude-code" } = {}) => {
    const claudeCodeFolder = mkdtempSync(join(folder, "managed-"));
    const texts = [settings, ...dropIns].map((each) =>
      typeof each === "string" ? each : JSON.stringify(each),
    );
    mkdirSync(join(claudeCodeFolder, "managed-settings.d"));
    for (const [index, text] of texts.entries())
      writeFileSync(
        join(claudeCodeFolder, index === 0 ? "managed-settings.json" : `managed-settings.d/${index}.json`),
        text,
      );
    server.answers(() => ({ status: 200, body: { agent: { id: "agt_1" }, is_active: false } }));
    const checked = resolve(claudeCodeFolder, file);
    return run(["hook", "check", checked, "--client", client], { env, claudeCodeFolder });
  };

  test.each<[string, unknown, object[]]>([
    ["the managed file lets only managed hooks run", only, []],
    ["a drop-in does", {}, [only]],
    ["the setting has an unknown value", { allowManagedHooksOnly: "yes" }, []],
  ])("refuses a user's file when %s, says where, and sends nothing", async (_, settings, dropIns) => {
    const { code, io } = await check(settings, dropIns);
    expect([code, io.stderr]).toEqual([
      21,
      expect.stringMatching(/skips the hooks of \S+user\.json.*managed-/),
    ]);
    expect(server.calls).toEqual([]);
  });

  test("accepts the managed file itself, and a user's file that managed settings leave on", async () => {
    const codes = [
      await check({ ...only, hooks: {} }, [], { file: "managed-settings.json" }),
      await check(only, [{ hooks: {} }], { file: "managed-settings.d/1.json" }),
      await check({}, []),
      await check(only, [{ allowManagedHooksOnly: false }]),
      await check(only, [], { client: "cursor" }),
    ].map(({ code }) => code);
    expect(codes).toEqual([0, 0, 0, 0, 0]);
  });

  test("refuses when a managed file can't be read", async () => {
    const { code, io } = await check("not JSON", []);
    expect([code, io.stderr]).toEqual([2, expect.stringContaining("managed-settings.json isn't JSON")]);
  });
});

describe("countersign hook check for Codex", () => {
  const both = (hook: ListedHook) =>
    ["preToolUse", "postToolUse"].map((eventName) => ({ eventName, ...hook }));
  const pinned = { allowManagedHooksOnly: true, featureRequirements: { hooks: true } };
  const check = (path: string, more: string[] = []) => {
    server.answers(() => ({ status: 200, body: { agent: { id: "agt_1" }, is_active: false } }));
    return run(["hook", "check", "--client", "codex", ...more], { env: { ...env, PATH: path } });
  };

  test("sends the hooks that Codex says it runs, managed or trusted", async () => {
    const managed = fakeCodex({ hooks: both({ trustStatus: "managed" }), requirements: pinned });
    const { code, io } = await check(managed);
    expect([code, io.stderr]).toEqual([0, expect.stringContaining("No user or project can turn")]);
    const command = "countersign hook --client codex";
    const group = [{ hooks: [{ type: "command", command, timeout: 120, async: false }] }];
    expect(JSON.parse(server.calls.at(-1)?.body ?? "")).toEqual({
      hooks: { PreToolUse: group, PostToolUse: group },
    });
    const trusted = await check(fakeCodex({ hooks: both({ trustStatus: "trusted" }) }));
    expect([trusted.code, trusted.io.stderr]).toEqual([0, expect.stringContaining("a project turns it off")]);
  });

  const managed = both({ trustStatus: "managed" });
  test.each<[string, CodexState, string]>([
    ["a hook that no one trusted", { hooks: both({}) }, "because no one trusted its current text"],
    [
      "a hook that changed since",
      { hooks: both({ trustStatus: "modified" }) },
      "because no one trusted its current text",
    ],
    [
      "an unknown state of trust",
      { hooks: both({ trustStatus: "maybe" }) },
      "because no one trusted its current text",
    ],
    [
      "a hook that is turned off",
      { hooks: both({ trustStatus: "trusted", enabled: false }) },
      "because it's turned off",
    ],
    [
      "only its report trusted",
      { hooks: [{}, ...both({ trustStatus: "trusted" }).slice(1)] },
      "because no one trusted its current text",
    ],
    ["another trusted hook", { hooks: both({ trustStatus: "trusted", command: "lint" }) }, "no hook of"],
    ["no hook, as with hooks turned off", { hooks: [] }, "no hook of"],
    ["a broken configuration", { hooks: managed, errors: [{}], requirements: pinned }, "can't say"],
    ["a managed hook without requirements", { hooks: managed }, "turn this hook off"],
    [
      "a managed hook that a project can turn off",
      { hooks: managed, requirements: { allowManagedHooksOnly: true, featureRequirements: null } },
      "turn this hook off",
    ],
    [
      "other hooks next to the managed one",
      { hooks: managed, requirements: { ...pinned, allowManagedHooksOnly: null } },
      "allow_managed_hooks_only",
    ],
  ])("refuses %s and sends nothing", async (_, state, words) => {
    const { code, io } = await check(fakeCodex(state));
    expect([code, io.stderr]).toEqual([21, expect.stringContaining(words)]);
    expect(server.calls).toEqual([]);
  });

  test("refuses when Codex is missing, ends or answers otherwise, and takes no file for Codex", async () => {
    const broken = ["process.exit(0)", "console.log('null'); console.log('{'); process.exit(1)"].map(program);
    const other = `require("node:readline").createInterface({ input: process.stdin }).on("line", (line) =>
      console.log(JSON.stringify({ id: JSON.parse(line).id, error: { code: -32601 } })));`;
    const codes = [];
    for (const path of [...broken, program(other)]) codes.push((await check(path)).code);
    expect(codes).toEqual([1, 1, 21]);
    const missing = await check("/nowhere");
    expect([missing.code, missing.io.stderr]).toEqual([2, expect.stringContaining("Put codex in PATH")]);
    const named = await check(fakeCodex({ hooks: managed, requirements: pinned }), ["hooks.json"]);
    expect([named.code, named.io.stderr]).toEqual([2, expect.stringContaining("name no file")]);
  });
});
