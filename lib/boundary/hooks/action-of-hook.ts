import { isJsonObject, type JsonObject } from "#client/json/pointer";
import type { Action } from "#lib/policy/language/action";
import { actionOf } from "../mapping/engine/action-of.ts";
import type { Call } from "../mapping/engine/call.ts";
import { CallError } from "../mapping/engine/call-error.ts";
import { readMapping } from "../mapping/engine/read-mapping.ts";
import { requireAskable } from "../mapping/engine/require-askable.ts";
import type { CallBefore } from "./hook-event.ts";

export const hookClients = ["claude-code", "codex", "cursor"] as const;
export type HookClient = (typeof hookClients)[number];

export function isHookClient(edge: string): edge is HookClient {
  return hookClients.some((name) => name === edge);
}

/** The built-in tools of the clients, and their names in action types. */
const builtIn: ReadonlyMap<string, string> = new Map([
  ...["Agent", "Bash", "Edit", "Glob", "Grep", "Read", "Skill", "Task", "Write"].map(
    (name) => [name, name.toLowerCase()] as const,
  ),
  ["BashOutput", "bash_output"],
  ["ExitPlanMode", "exit_plan_mode"],
  ["KillShell", "kill_shell"],
  ["MultiEdit", "multi_edit"],
  ["NotebookEdit", "notebook_edit"],
  ["TodoWrite", "todo_write"],
  ["WebFetch", "web_fetch"],
  ["WebSearch", "web_search"],
]);
const builtInTypes = new Set(builtIn.values());

/** The mapping of a client without rules: each tool has an action type of its own. */
const unmapped = readMapping({ version: 1 });

type HookCall = Pick<CallBefore, "tool_name" | "tool_input" | "cwd">;

/**
 * The action of a client's call, with a shell command's raw text and the whole input, and the agent's
 * words about it. @throws {CallError} if no request can describe the call.
 */
export function actionOfHook(client: HookClient, call: HookCall): { action: Action; reason?: string } {
  const shell = shellCommand(call);
  if (shell) return shell;
  const { action } = actionOf(unmapped, callOf(client, call));
  return { action };
}

function shellCommand({
  tool_name,
  tool_input,
  cwd,
}: HookCall): { action: Action; reason?: string } | undefined {
  if (tool_name !== "Bash" || !isJsonObject(tool_input) || typeof tool_input.command !== "string")
    return undefined;
  const { command, description, timeout, run_in_background, ...options } = tool_input;
  const isDescribed = typeof description === "string" && description !== "";
  if (description !== undefined && !isDescribed) options.description = description;
  const params: JsonObject = {
    command,
    ...(cwd !== undefined && { directory: cwd }),
    ...(timeout !== undefined && { timeout }),
    ...(run_in_background !== undefined && { run_in_background }),
    ...(Object.keys(options).length > 0 && { options }),
  };
  requireAskable(params);
  requireAskable(tool_input);
  // Not a parameter: a model words the description of the same command differently each time.
  const reason = isDescribed ? { reason: asReason(description) } : {};
  return { action: { type: "shell.run", params }, ...reason };
}

const longestReason = 2000;

function asReason(description: string): string {
  return description.replaceAll("\0", " ").toWellFormed().slice(0, longestReason).toWellFormed();
}

function callOf(client: HookClient, { tool_name, tool_input, cwd }: HookCall): Call {
  const [, server, tool] = /^mcp__(.+?)__(.+)$/s.exec(tool_name) ?? [];
  if (server !== undefined && tool !== undefined && isJsonObject(tool_input))
    return { kind: "mcp", server, tool, arguments: tool_input };
  const name = builtIn.get(tool_name) ?? tool_name;
  // Otherwise two tools would share an action type.
  if (builtInTypes.has(tool_name)) throw new CallError("/tool_name", "is the action type of a built-in tool");
  const directory = cwd === undefined ? {} : { directory: cwd };
  return { kind: "tool", client, tool: name, input: (tool_input ?? null) as never, ...directory };
}
