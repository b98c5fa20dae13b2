// @ts-check
import { Fault } from "../fault.mjs";
import { visibleLines } from "../visible.mjs";

/** @typedef {import("../io.mjs").Io} Io */
/** @typedef {import("../exit-codes.mjs").ExitName} ExitName */

/**
 * A client with command hooks: how its events are read, and how it is answered.
 * @typedef {object} Client
 * @property {string} name
 * @property {(text: string) => {body: string, isReport: boolean}} read the event as the server takes
 * it
 * @property {(reason: string, io: Io) => ExitName} allow
 * @property {(reason: string, io: Io) => ExitName} deny
 */

/** @type {Readonly<Record<string, Client>>} */
const clients = Object.freeze({
  "claude-code": { name: "claude-code", read: readAsSent, allow: allowInJson, deny: blockByExit },
  codex: { name: "codex", read: readAsSent, allow: continueSilently, deny: blockByExit },
  cursor: { name: "cursor", read: readCursor, allow: allowCursor, deny: denyCursor },
});

/** @param {string | undefined} name @returns {Client} */
export function requireClient(name = "claude-code") {
  const client = Object.hasOwn(clients, name) ? clients[name] : undefined;
  if (client) return client;
  throw new Fault("usage", `unknown client. Use ${Object.keys(clients).join(", ")}`);
}

/** Claude Code's events, which Codex sends too. @param {string} text */
function readAsSent(text) {
  const { hook_event_name } = readEvent(text);
  return {
    body: text,
    isReport: typeof hook_event_name === "string" && hook_event_name.startsWith("PostToolUse"),
  };
}

/**
 * Cursor's event as Claude Code would send it. The name of an MCP server isn't in it.
 * @param {string} text
 */
function readCursor(text) {
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

/** @param {string} text @returns {any} */
function readEvent(text) {
  try {
    const event = JSON.parse(text);
    if (typeof event === "object" && event !== null && !Array.isArray(event)) return event;
  } catch {
    // The message below says it.
  }
  throw new Fault("usage", "the hook's input isn't a JSON object.");
}

/** @param {string} reason @param {Io} io @returns {ExitName} */
function allowInJson(reason, io) {
  const output = { permissionDecision: "allow", permissionDecisionReason: reason };
  io.out(`${JSON.stringify({ hookSpecificOutput: { hookEventName: "PreToolUse", ...output } })}\n`);
  return "ok";
}

/** Codex continues after exit code 0 without output. @returns {ExitName} */
function continueSilently() {
  return "ok";
}

/** Exit code 2, which blocks the call in these clients. After any other failure they run it. */
const blocksCall = "usage";

/**
 * The model reads stderr.
 * @param {string} reason @param {Io} io @returns {ExitName}
 */
function blockByExit(reason, io) {
  io.err(`${visibleLines(reason)}\n`);
  return blocksCall;
}

/** @param {string} _ @param {Io} io @returns {ExitName} */
function allowCursor(_, io) {
  io.out(`${JSON.stringify({ permission: "allow" })}\n`);
  return "ok";
}

/** @param {string} reason @param {Io} io @returns {ExitName} */
function denyCursor(reason, io) {
  io.out(`${JSON.stringify({ permission: "deny", user_message: reason, agent_message: reason })}\n`);
  return "ok";
}
