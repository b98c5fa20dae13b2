import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { serve } from "#app/api/boundary/testing/serve";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import {
  claudeCodeSettings,
  codexRequirements,
  codexSettings,
  cursorSettings,
} from "#components/agents/hook-settings.ts";
import { issueHookToken } from "#lib/agents/keys/add-key";
import { hookClients } from "#lib/boundary/hooks/action-of-hook";
import { checkSettings } from "#lib/boundary/hooks/check-settings";
import { readConfig } from "#lib/kernel/config";
import { main } from "../../../../bin/client/main.ts";
import { fakeCodex } from "../../../../bin/client/testing/fake-codex.ts";
import { testIo } from "../../../../bin/client/testing/test-io.ts";

const page = readFileSync("docs/guides/claude-code.md", "utf8");
const server = { origin: "https://countersign.example", holdSeconds: readConfig({}).hookHoldSeconds };

test("the settings in the guide are those of the agent's page, and pass the check", () => {
  const settings = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "");
  expect(settings).toEqual(claudeCodeSettings(server));
  expect(checkSettings("claude-code", settings, server)).toEqual([]);
  expect(/```toml\n([\s\S]*?)\n```/.exec(page)?.[1]).toEqual(codexRequirements(server));
  expect(checkSettings("codex", codexSettings(server), server)).toEqual([]);
  expect(checkSettings("cursor", cursorSettings(server), server)).toEqual([]);
  expect(page).toContain(`${server.holdSeconds} seconds`);
});

test("each command in the guide works: the checks accept the settings, and the hooks ask", async () => {
  const { workspace, admin } = await RunningWorkspace.open();
  const { db, runtime, time } = workspace;
  startRuntime({ ...runtime, config: { ...runtime.config, hookHoldSeconds: 0 } });
  const { origin } = runtime.config;
  const { url } = await serve(origin);
  const agent = await workspace.agent(admin, admin);
  const issue = { actor: admin.viewer, agentId: agent.id, now: time.now };
  const tokens = new Map<string, string>();
  for (const client of hookClients) tokens.set(client, (await issueHookToken(db, issue)).token);
  const path = codexThatTrusts(`countersign hook --client codex --url ${origin}`);
  const [checks, hooks] = [commandsOf("hook check"), commandsOf("hook --client")];
  expect([checks.length, hooks.length]).toEqual([3, 2]);
  const run = async (command: string, stdin = "") => {
    const io = testIo({
      stdin,
      env: { COUNTERSIGN_TOKEN: tokens.get(clientOf(command)) ?? "", PATH: path },
    });
    const args = command.replace("https://countersign.example", url).replace(/(?:~|\/etc)\/\S+/, "-");
    return { exit: await main(args.split(" "), io), text: io.stdout + io.stderr };
  };
  for (const command of checks) {
    const settings = settingsOf[clientOf(command)]({ origin, holdSeconds: server.holdSeconds });
    const { exit, text } = await run(command, JSON.stringify(settings));
    expect([exit, text]).toEqual([0, expect.stringContaining(agent.id)]);
  }
  for (const command of hooks) {
    const { exit, text } = await run(command, JSON.stringify(events[clientOf(command)]));
    // Cursor reads the answer; Codex reads the exit code.
    expect([exit, text]).toEqual([
      clientOf(command) === "codex" ? 2 : 0,
      expect.stringContaining("/requests/req_"),
    ]);
  }
});

/** The folder of a Codex that runs this command as a managed hook. */
function codexThatTrusts(command: string): string {
  const hooks = ["preToolUse", "postToolUse"].map((eventName) => ({
    ...{ eventName, command, trustStatus: "managed" },
  }));
  const requirements = { allowManagedHooksOnly: true, featureRequirements: { hooks: true } };
  return fakeCodex({ hooks, requirements });
}

const settingsOf = { "claude-code": claudeCodeSettings, codex: codexSettings, cursor: cursorSettings };
const call = { cwd: "/work", tool_name: "Bash", tool_input: { command: "make" }, tool_use_id: "toolu_1" };
const events = {
  "claude-code": {},
  codex: { session_id: "s1", hook_event_name: "PreToolUse", ...call },
  cursor: {
    ...{ conversation_id: "c1", generation_id: "g1", hook_event_name: "beforeShellExecution" },
    ...{ command: "make", cwd: "/work" },
  },
};

function commandsOf(start: string): string[] {
  const commands = [...page.matchAll(/^countersign (.*)$/gm)].map(([, command = ""]) => command);
  return commands.filter((command) => command.startsWith(start));
}

/** The client that a command of the guide is for. */
function clientOf(command: string): keyof typeof settingsOf {
  const name = /--client (\S+)/.exec(command)?.[1];
  return name === "codex" || name === "cursor" ? name : "claude-code";
}
