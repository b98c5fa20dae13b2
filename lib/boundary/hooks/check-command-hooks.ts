import { elementsOf, type HookServer, memberOf, type SettingFault, timeoutFaults } from "./setting-fault.ts";

type CommandClient = "codex" | "cursor";

const eventsOf = {
  codex: ["PreToolUse", "PostToolUse"],
  cursor: ["beforeShellExecution", "beforeMCPExecution"],
} satisfies Record<CommandClient, string[]>;

/**
 * Checks the settings of a client with command hooks only. Cursor blocks on a failing command where
 * the hook says `failClosed`. Codex has no such setting: only the command's own exit code blocks.
 */
export function checkCommandHooks(
  client: CommandClient,
  settings: unknown,
  server: HookServer,
): SettingFault[] {
  return eventsOf[client].flatMap((event) => {
    const path = `/hooks/${event}`;
    const entries = elementsOf(memberOf(memberOf(settings, "hooks"), event));
    const hooks = entries.flatMap((entry, index) => {
      if (client === "cursor") return [{ hook: entry, path: `${path}/${index}` }];
      return elementsOf(memberOf(entry, "hooks")).map((hook, h) => ({
        hook,
        path: `${path}/${index}/hooks/${h}`,
      }));
    });
    const ours = hooks.filter(({ hook }) => isOurs(client, memberOf(hook, "command")));
    if (ours.length === 0)
      return [{ path, message: `needs the command countersign hook --client ${client}` }];
    return ours.flatMap((placed) => faultsOf(client, placed, server));
  });
}

function isOurs(client: CommandClient, command: unknown): boolean {
  return (
    typeof command === "string" &&
    new RegExp(`countersign["']? hook .*--client[ =]${client}\\b`).test(command)
  );
}

function faultsOf(
  client: CommandClient,
  { hook, path }: { hook: unknown; path: string },
  server: HookServer,
): SettingFault[] {
  const isOpen = client === "cursor" && memberOf(hook, "failClosed") !== true;
  return [
    ...(isOpen
      ? [{ path: `${path}/failClosed`, message: "must be true, or calls run when a check fails" }]
      : []),
    ...timeoutFaults(memberOf(hook, "timeout"), path, server),
  ];
}
