import { describe, expect, test } from "vitest";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { renderAction } from "#lib/descriptors/render/render-action";
import { defaultDescriptors } from "#lib/policy/versions/default-descriptors";
import { actionOfHook } from "./action-of-hook.ts";

const cwd = "/home/dev/shop";
const bash = (tool_input: unknown) => actionOfHook("claude-code", { tool_name: "Bash", tool_input, cwd });
const typeOf = (tool_name: string) =>
  actionOfHook("claude-code", { tool_name, tool_input: {}, cwd }).action.type;

describe("a shell command", () => {
  test("keeps its whole text and its directory, and its description is the agent's reason", () => {
    const command = "make deploy && \\\n  echo '\u202edone' # \ttrailing  ";
    expect(bash({ command, description: "Deploy" })).toEqual({
      action: { type: "shell.run", params: { command, directory: cwd } },
      reason: "Deploy",
    });
  });

  test("keeps every other member of the input", () => {
    const input = { command: "ls", timeout: 5, run_in_background: true, dangerouslyDisableSandbox: true };
    expect(bash({ ...input, description: 7 }).action.params).toEqual({
      ...{ command: "ls", directory: cwd, timeout: 5, run_in_background: true },
      options: { dangerouslyDisableSandbox: true, description: 7 },
    });
  });

  test.each([
    [undefined, false],
    [false, false],
    [true, true],
    ["false", true],
    [0, true],
  ])("with the terminal option %j is shown as one that can't be inspected: %s", async (tty, isHeld) => {
    const tool_input = { command: "git status", ...(tty !== undefined && { tty }) };
    const { action } = actionOfHook("codex", { tool_name: "Bash", tool_input });
    const descriptor = defaultDescriptors["shell.run"];
    const { fields } = renderAction(action as never, descriptor, await readerFor(descriptor));
    const shown = fields.find(({ path }) => path === "/command")?.shown;
    const lines = shown?.as === "command" ? shown.lines : [];
    expect(lines[0]).toEqual(
      isHeld
        ? {
            label: "Cannot be inspected",
            value: "Runs in a terminal, where more can be typed later",
            tone: "warning",
          }
        : { label: "Runs", value: "git status" },
    );
  });

  test("without a readable command is an ordinary tool", () => {
    for (const input of [{ command: ["ls"] }, {}, null, "ls"])
      expect(bash(input).action.type).toBe("tool.claude-code.bash");
  });

  test.each([
    ["U+0000", { command: "ls\u0000" }],
    ["half a surrogate pair", { command: "ls \ud800" }],
    ["names that differ in case only", { command: "ls", Command: "rm" }],
    ["a number that no double can hold", { command: "ls", timeout: 2 ** 60 }],
  ])("that two readers could understand differently is refused: %s", (_, input) => {
    expect(() => bash(input)).toThrow();
  });
});

describe("another tool", () => {
  test("has its own action type, with the whole input", () => {
    const input = { file_path: "/etc/passwd", content: "x" };
    expect(actionOfHook("claude-code", { tool_name: "Write", tool_input: input, cwd }).action).toEqual({
      type: "tool.claude-code.write",
      params: { input, directory: cwd },
    });
    expect(actionOfHook("codex", { tool_name: "apply_patch", tool_input: "p" }).action).toEqual({
      type: "tool.codex.apply_patch",
      params: { input: "p" },
    });
  });

  test("of an MCP server has the type that a gateway gives it", () => {
    const call = { tool_name: "mcp__github__create_issue", tool_input: { title: "Bug" }, cwd };
    expect(actionOfHook("claude-code", call).action).toEqual({
      type: "mcp.github.create_issue",
      params: { title: "Bug" },
    });
  });

  test("never shares its type with a tool of another name", () => {
    const names = ["Write", "WRITE", "write ", "Web_Fetch", "WebFetch", "mcp__a__b", "mcp__A__b", "mcp_a_b"];
    expect(new Set(names.map(typeOf)).size).toBe(names.length);
    for (const name of ["write", "web_fetch", "bash"]) expect(() => typeOf(name)).toThrow("built-in");
  });
});
