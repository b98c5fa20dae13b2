import type { Untyped } from "#client/json/untyped";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { visibleLines } from "../visible.ts";

/** A client with command hooks: how to read its events and how to answer. */
export interface Client {
  name: string;
  /** The event in the server's form. */
  read: (text: string) => { body: string; isReport: boolean };
  allow: (reason: string, io: Io) => ExitName;
  deny: (reason: string, io: Io) => ExitName;
}

const clients: Readonly<Record<string, Client>> = Object.freeze({
  "claude-code": { name: "claude-code", read: readAsSent, allow: allowInJson, deny: blockByExit },
  codex: { name: "codex", read: readAsSent, allow: continueSilently, deny: blockByExit },
  cursor: { name: "cursor", read: readCursor, allow: allowCursor, deny: denyCursor },
});

export function requireClient(name: string | undefined = "claude-code"): Client {
  const client = Object.hasOwn(clients, name) ? clients[name] : undefined;
  if (client) return client;
  throw new Fault("usage", `unknown client. Use ${Object.keys(clients).join(", ")}`);
}

/** Claude Code's events, which Codex sends too. */
function readAsSent(text: string) {
  const { hook_event_name } = readEvent(text);
  return {
    body: text,
    isReport: typeof hook_event_name === "string" && hook_event_name.startsWith("PostToolUse"),
  };
}

/** Cursor's event in Claude Code's form, without an MCP server's name. */
function readCursor(text: string) {
  const event = readEvent(text);
  const common = { hook_event_name: "PreToolUse", session_id: event.conversation_id, cwd: event.cwd };
  if (event.hook_event_name === "beforeShellExecution" && typeof event.command === "string") {
    const call = { ...common, tool_name: "Bash", tool_input: { command: event.command } };
    return { body: JSON.stringify(call), isReport: false };
  }
  if (event.hook_event_name === "beforeMCPExecution" && typeof event.tool_name === "string") {
    const { tool_name, tool_input, url, command } = event;
    const input = { server: url ?? command ?? null, arguments: tool_input ?? null };
    const call = { ...common, tool_name: `mcp:${tool_name}`, tool_input: input };
    return { body: JSON.stringify(call), isReport: false };
  }
  throw new Fault("usage", "Countersign doesn't know this hook event.");
}

function readEvent(text: string): Untyped {
  try {
    const event = JSON.parse(text);
    if (typeof event === "object" && event !== null && !Array.isArray(event)) return event;
  } catch {
    // The message below explains.
  }
  throw new Fault("usage", "the hook's input isn't a JSON object.");
}

function allowInJson(reason: string, io: Io): ExitName {
  const output = { permissionDecision: "allow", permissionDecisionReason: reason };
  io.out(`${JSON.stringify({ hookSpecificOutput: { hookEventName: "PreToolUse", ...output } })}\n`);
  return "ok";
}

/** Codex continues after exit code 0 without output. */
function continueSilently(): ExitName {
  return "ok";
}

/** Exit code 2 blocks the call in these clients. After any other failure the call runs. */
const blocksCall = "usage";

/** The model reads stderr. */
function blockByExit(reason: string, io: Io): ExitName {
  io.err(`${visibleLines(reason)}\n`);
  return blocksCall;
}

function allowCursor(_: string, io: Io): ExitName {
  io.out(`${JSON.stringify({ permission: "allow" })}\n`);
  return "ok";
}

function denyCursor(reason: string, io: Io): ExitName {
  io.out(`${JSON.stringify({ permission: "deny", user_message: reason, agent_message: reason })}\n`);
  return "ok";
}
