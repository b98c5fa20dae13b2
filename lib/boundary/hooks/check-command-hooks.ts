import { hookCommandSeconds } from "./hook-command-seconds.ts";
import {
  asyncFaults,
  coverageFaults,
  elementsOf,
  faultUnless,
  type HookServer,
  hooksIn,
  memberOf,
  type PlacedHook,
  type SettingFault,
  timeoutFaults,
} from "./setting-fault.ts";

type CommandClient = "codex" | "cursor";

const startSeconds = 3;

const eventsOf = {
  codex: ["PreToolUse", "PostToolUse"],
  cursor: ["beforeShellExecution", "beforeMCPExecution"],
} satisfies Record<CommandClient, string[]>;

/** Cursor blocks where the hook says `failClosed`; for Codex, only the exit code blocks. */
export function checkCommandHooks(
  client: CommandClient,
  settings: unknown,
  server: HookServer,
): SettingFault[] {
  return eventsOf[client].flatMap((event) => {
    const path = `/hooks/${event}`;
    const entries = elementsOf(memberOf(memberOf(settings, "hooks"), event));
    const hooks = entries.flatMap((entry, index): PlacedHook[] => {
      const group = { value: entry, path: `${path}/${index}` };
      if (client === "cursor") return [{ hook: entry, path: group.path, group }];
      return hooksIn(entry, group.path);
    });
    const ours = hooks.filter(({ hook }) => commandOf(client, memberOf(hook, "command"), server));
    if (ours.length === 0) {
      const options = `--client ${client} --url ${server.origin}`;
      return [
        { path, message: `needs the command countersign hook ${options}, from PATH or by its whole path` },
      ];
    }
    return ours.flatMap((placed) => faultsOf(client, placed, server));
  });
}

// The whole command: `countersign hook --client codex || true` would turn every refusal into a yes.
// The program is in `PATH` or has an absolute path: the agent can write `./countersign`, and
// `node_modules/.bin/countersign`, which npx runs too.
const wholeCommand =
  /^(["']?)((?:(?:[A-Za-z]:)?[\\/](?:[\w. ~-]+[\\/])*)?countersign)\1 hook((?: --[a-z]+[ =][\w.:/[\]-]+)*)$/;
const writable = /[\\/](?:\.{1,2}|node_modules[\\/]\.bin)[\\/]/;

/** The options of the client's hook command; undefined for another command. */
function commandOf(
  client: CommandClient,
  command: unknown,
  { origin }: HookServer,
): { timeout: number } | undefined {
  const [, , program, options] = (typeof command === "string" && wholeCommand.exec(command)) || [];
  if (program === undefined || options === undefined || writable.test(program)) return undefined;
  const pairs = Array.from(options.matchAll(/ --([a-z]+)[ =](\S+)/g), ([, name, value]) => [name, value]);
  const given = new Map(pairs as [string, string][]);
  const url = given.get("url");
  const isElsewhere = url !== undefined && URL.parse(url)?.origin !== origin;
  if (given.size < pairs.length || isElsewhere || given.get("client") !== client) return undefined;
  return { timeout: Number(given.get("timeout") ?? hookCommandSeconds) };
}

function faultsOf(client: CommandClient, placed: PlacedHook, server: HookServer): SettingFault[] {
  const { hook, path, group } = placed;
  const early = timeoutFaults(memberOf(hook, "timeout"), path, server);
  const isOpen = client === "cursor" && memberOf(hook, "failClosed") !== true;
  return [
    ...asyncFaults(hook, path),
    ...faultUnless(!isOpen, `${path}/failClosed`, "must be true, or calls run when a check fails"),
    ...coverageFaults(group.value, group.path),
    ...(early.length > 0 ? early : givingUpFaults(client, placed, server)),
  ];
}

/** A client ends a command that takes too long, and then no exit code blocks the call. */
function givingUpFaults(
  client: CommandClient,
  { hook, path }: PlacedHook,
  server: HookServer,
): SettingFault[] {
  const [timeout, command] = [
    memberOf(hook, "timeout"),
    commandOf(client, memberOf(hook, "command"), server),
  ];
  if (typeof timeout !== "number" || !command || command.timeout + startSeconds <= timeout) return [];
  const message = `must give up ${startSeconds} seconds before the client does: add --timeout`;
  return [{ path: `${path}/command`, message }];
}
