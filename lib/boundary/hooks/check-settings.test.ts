import { describe, expect, test } from "vitest";
import { checkSettings } from "./check-settings.ts";

const server = { origin: "https://countersign.example", holdSeconds: 110 };
const hook = {
  type: "http",
  url: "https://countersign.example/hooks/claude-code",
  headers: { Authorization: "Bearer $COUNTERSIGN_TOKEN" },
  allowedEnvVars: ["COUNTERSIGN_TOKEN"],
};
const before = { ...hook, timeout: 115, onFailure: "block" };
const report = [{ matcher: "*", hooks: [hook] }];
const settings = (deciding: object, more: object = {}) => ({
  hooks: {
    PreToolUse: [{ matcher: "*", hooks: [deciding] }],
    PostToolUse: report,
    PostToolUseFailure: report,
  },
  ...more,
});
const pathsOf = (value: unknown) => checkSettings("claude-code", value, server).map(({ path }) => path);

describe("Claude Code's settings", () => {
  test("are right when no call can run without a decision", () => {
    expect(pathsOf(settings(before))).toEqual([]);
    const braces = { ...before, headers: { authorization: `Bearer \${COUNTERSIGN_TOKEN}` } };
    expect(pathsOf(settings(braces))).toEqual([]);
  });

  const at = "/hooks/PreToolUse/0/hooks/0";
  test.each<[string, object, string]>([
    ["runs the call after an error", { onFailure: undefined }, `${at}/onFailure`],
    ["runs the call after an error, by name", { onFailure: "allow" }, `${at}/onFailure`],
    ["gives the hook up during the hold", { timeout: 110 }, `${at}/timeout`],
    ["has the client's own time-out", { timeout: undefined }, `${at}/timeout`],
    ["decides afterwards", { async: true }, `${at}/async`],
    ["goes to another path", { url: "https://countersign.example/hooks/codex" }, `${at}/url`],
    ["is a command", { type: "command" }, `${at}/type`],
    ["sends no token", { headers: {} }, `${at}/headers`],
    ["contains the token", { headers: { Authorization: `Bearer cst_${"a".repeat(43)}` } }, `${at}/headers`],
    ["cannot read the token", { allowedEnvVars: [] }, `${at}/allowedEnvVars`],
  ])("are wrong when the hook %s", (_, change, path) => {
    expect(pathsOf(settings({ ...before, ...change }))).toEqual([path]);
  });

  test("are wrong when one of several hooks is, when hooks are off, or when a hook is missing", () => {
    const two = settings(before);
    two.hooks.PreToolUse.push({ matcher: "Bash", hooks: [{ ...before, onFailure: "allow" }] });
    expect(pathsOf(two)).toEqual(["/hooks/PreToolUse/1/hooks/0/onFailure"]);
    expect(pathsOf(settings(before, { disableAllHooks: true }))).toEqual(["/disableAllHooks"]);
    const elsewhere = { ...before, url: "https://countersign.example.evil/hooks/claude-code" };
    expect(pathsOf(settings(elsewhere))).toEqual(["/hooks/PreToolUse"]);
    for (const value of [null, [], "x", { hooks: 1 }, { hooks: { PreToolUse: {} } }])
      expect(pathsOf(value)).toEqual([
        "/hooks/PreToolUse",
        "/hooks/PostToolUse",
        "/hooks/PostToolUseFailure",
      ]);
  });
});

test.each<[string, object, object, string]>([
  ["a matcher for one tool", { matcher: "Read" }, {}, "/hooks/PreToolUse/0/matcher"],
  ["a matcher for several tools", { matcher: "Bash|Write" }, {}, "/hooks/PreToolUse/0/matcher"],
  ["a condition of the hook", {}, { if: "Bash(git *)" }, "/hooks/PreToolUse/0/hooks/0/if"],
])("Claude Code's settings with %s are wrong: other calls would run undecided", (_, group, more, path) => {
  const narrow = settings({ ...before, ...more });
  Object.assign(narrow.hooks.PreToolUse[0] ?? {}, group);
  expect(pathsOf(narrow)).toEqual([path]);
  narrow.hooks.PreToolUse.push({ matcher: "", hooks: [before] });
  expect(pathsOf(narrow)).toEqual([]);
});

test.each([
  "countersign hook --client codex || true",
  "countersign hook --client codex; exit 0",
  "countersign hook --client codex &",
  "countersign hook --client codex | cat",
  "countersign hook --client codex\ntrue",
  "countersign hook --client codex $(true)",
  "true countersign hook --client codex",
  "echo countersign hook --client codex",
  "countersign hook check --client codex",
  "npx countersign hook --client codex",
  "node /opt/countersign/bin/countersign hook --client codex",
  "node ./x/countersign hook --client codex",
  "./countersign hook --client codex",
  "../countersign hook --client codex",
  "bin/countersign hook --client codex",
  "~/countersign hook --client codex",
  "node_modules/.bin/countersign hook --client codex",
  "/srv/app/node_modules/.bin/countersign hook --client codex",
  "/usr/bin/../../srv/countersign hook --client codex",
  "/usr/bin/x countersign hook --client codex",
  "C:countersign hook --client codex",
  "countersign hook --client codex --url http://evil.example",
  "countersign hook --client codex --url https://countersign.example.evil",
  "countersign hook --client codex --url http://countersign.example",
  "countersign hook --client codex --url https://countersign.example --url=https://evil.example",
  "countersign hook --client codex --client cursor",
])(
  "a command that the agent could change, or that could turn a refusal into a yes, is not the hook: %s",
  (command) => {
    const hooks = { PreToolUse: [{ hooks: [{ type: "command", command, timeout: 120 }] }] };
    const paths = checkSettings("codex", { hooks }, server).map(({ path }) => path);
    expect(paths).toContain("/hooks/PreToolUse");
  },
);

test("a command hook has to give up before the client does", () => {
  const check = (options: string, timeout: number) => {
    const hook = { type: "command", command: `countersign hook --client codex${options}`, timeout };
    const hooks = { PreToolUse: [{ hooks: [hook] }], PostToolUse: [{ hooks: [hook] }] };
    return checkSettings("codex", { hooks }, server).map(({ path }) => path);
  };
  expect(check("", 118)).toEqual([]);
  expect(check("", 117)).toContain("/hooks/PreToolUse/0/hooks/0/command");
  expect(check(" --url https://countersign.example --timeout 130", 120)).toContain(
    "/hooks/PreToolUse/0/hooks/0/command",
  );
  expect(check(" --url https://countersign.example --timeout=112", 120)).toEqual([]);
});

test("Codex's settings with a matcher for one tool are wrong", () => {
  const hook = { type: "command", command: "countersign hook --client codex", timeout: 120 };
  const hooks = { PreToolUse: [{ matcher: "shell", hooks: [hook] }], PostToolUse: [{ hooks: [hook] }] };
  expect(checkSettings("codex", { hooks }, server).map(({ path }) => path)).toEqual([
    "/hooks/PreToolUse/0/matcher",
  ]);
});

test("Cursor's settings need both hooks, closed on failure and longer than the hold", () => {
  const right = { command: "countersign hook --client cursor", timeout: 120, failClosed: true };
  const check = (shell: object, mcp: object = right) =>
    checkSettings(
      "cursor",
      { version: 1, hooks: { beforeShellExecution: [shell], beforeMCPExecution: [mcp] } },
      server,
    );
  expect(check(right)).toEqual([]);
  expect(check({ ...right, failClosed: false }).map(({ path }) => path)).toEqual([
    "/hooks/beforeShellExecution/0/failClosed",
  ]);
  expect(check(right, { ...right, timeout: 30 }).map(({ path }) => path)).toEqual([
    "/hooks/beforeMCPExecution/0/timeout",
  ]);
  expect(check(right, { ...right, command: "countersign hook --client codex" })).toHaveLength(1);
});

test("Codex's settings need the command before and after each call, longer than the hold", () => {
  const check = (before: object, after: object = right) => {
    const hooks = { PreToolUse: [{ hooks: [before] }], PostToolUse: [{ hooks: [after] }] };
    return checkSettings("codex", { hooks }, server).map(({ path }) => path);
  };
  const right = {
    type: "command",
    command: "/opt/countersign/bin/countersign hook --client codex --url https://countersign.example/",
    timeout: 120,
  };
  expect(check(right)).toEqual([]);
  expect(check({ ...right, timeout: 60 })).toEqual(["/hooks/PreToolUse/0/hooks/0/timeout"]);
  expect(check({ ...right, command: "countersign hook" })).toEqual(["/hooks/PreToolUse"]);
  expect(check({ ...right, async: true })).toEqual(["/hooks/PreToolUse/0/hooks/0/async"]);
  expect(check(right, {})).toEqual(["/hooks/PostToolUse"]);
});
