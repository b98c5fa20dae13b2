import { claudeCodeFolders } from "./claude-code-folders.ts";

/** The server of a client's hooks, and the time that a hook is held. */
export interface HookServer {
  origin: string;
  holdSeconds: number;
}

/** The client gives a hook up later than the server ends the hold. */
const spareSeconds = 10;
/** The hook command gives up before the client gives up the command, and after the hold. */
const commandSeconds = 5;

/** Settings of Claude Code beyond the control of users, by operating system. */
export const claudeCodeManaged = (system: keyof typeof claudeCodeFolders) =>
  `${claudeCodeFolders[system]}/managed-settings.json`;

/** Claude Code's settings: every call waits for a decision, and every outcome is reported. */
export function claudeCodeSettings({ origin, holdSeconds }: HookServer): object {
  const hook = {
    type: "http",
    url: `${origin}/hooks/claude-code`,
    headers: { Authorization: "Bearer $COUNTERSIGN_TOKEN" },
    allowedEnvVars: ["COUNTERSIGN_TOKEN"],
  };
  const deciding = { ...hook, timeout: holdSeconds + spareSeconds, onFailure: "block" };
  const on = (hooks: object) => [{ matcher: "*", hooks: [hooks] }];
  const hooks = { PreToolUse: on(deciding), PostToolUse: on(hook), PostToolUseFailure: on(hook) };
  // Another hook could change a call after its decision.
  return { allowManagedHooksOnly: true, hooks };
}

/** The folder of the command in the managed files of clients, so that no other program in `PATH` decides. */
const managedFolder = "/usr/local/bin";

/** Without `hooks = true`, users and projects can turn hooks off (`features.hooks`, Codex 0.171.0). */
export function codexRequirements(server: HookServer): string {
  const { command, timeout } = codexHook(server);
  const hookOn = (event: string) => `
[[hooks.${event}]]
[[hooks.${event}.hooks]]
type = "command"
command = "${managedFolder}/${command}"
timeout = ${timeout}`;
  return `allow_managed_hooks_only = true

[features]
hooks = true

[hooks]
managed_dir = "${managedFolder}"
${["PreToolUse", "PostToolUse"].map(hookOn).join("\n")}`;
}

/** Codex's `hooks.json`, which has no effect before a person trusts the file in Codex. */
export function codexSettings(server: HookServer): object {
  const hooks = [{ hooks: [codexHook(server)] }];
  return { hooks: { PreToolUse: hooks, PostToolUse: hooks } };
}

function codexHook({ origin, holdSeconds }: HookServer) {
  const command = `countersign hook --client codex --url ${origin} --timeout ${holdSeconds + commandSeconds}`;
  return { type: "command", command, timeout: holdSeconds + spareSeconds };
}

/** Cursor's `hooks.json`. */
export function cursorSettings({ origin, holdSeconds }: HookServer): object {
  const command = `countersign hook --client cursor --url ${origin} --timeout ${holdSeconds + commandSeconds}`;
  const hook = { command, timeout: holdSeconds + spareSeconds, failClosed: true };
  return { version: 1, hooks: { beforeShellExecution: [hook], beforeMCPExecution: [hook] } };
}

/** An MCP client's configuration with the gateway in front of a server. */
export function mcpSettings(profile: string): object {
  const args = ["mcp", "--profile", profile, "--server", "files", "--", "npx", "-y"];
  const server = ["@modelcontextprotocol/server-filesystem", "/srv/files"];
  return { mcpServers: { files: { command: "countersign", args: [...args, ...server] } } };
}

/** Settings as text to paste. */
export function settingsText(settings: object): string {
  return JSON.stringify(settings, null, 2);
}
