import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { claudeCodeSettings, codexSettings, cursorSettings } from "#components/agents/hook-settings.ts";
import { checkSettings } from "#lib/boundary/hooks/check-settings";
import { readConfig } from "#lib/config";
import { main } from "../../../../bin/client/main.mjs";
import { testIo } from "../../../../bin/client/testing/test-io.ts";

const page = readFileSync("docs/guides/claude-code.md", "utf8");
const server = { origin: "https://countersign.example", holdSeconds: readConfig({}).hookHoldSeconds };

test("the settings in the guide are those of the agent's page, and pass the check", () => {
  const settings = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "");
  expect(settings).toEqual(claudeCodeSettings(server));
  expect(checkSettings("claude-code", settings, server)).toEqual([]);
  expect(checkSettings("codex", codexSettings(server), server)).toEqual([]);
  expect(checkSettings("cursor", cursorSettings(server), server)).toEqual([]);
  expect(page).toContain(`${server.holdSeconds} seconds`);
});

test("every command in the guide runs as far as it can without a token", async () => {
  const commands = [...page.matchAll(/^countersign (.*)$/gm)].map(([, args = ""]) => args.split(" "));
  expect(commands).toHaveLength(5);
  for (const args of commands) {
    const given = args.map((arg) => (arg.startsWith("~/") ? "package.json" : arg));
    const event = {
      hook_event_name: "beforeShellExecution",
      command: "make",
      tool_name: "Bash",
      tool_input: {},
    };
    const io = testIo({ stdin: JSON.stringify(event) });
    await main(given, io);
    expect(io.stdout + io.stderr).toContain("Set COUNTERSIGN_TOKEN");
  }
});
