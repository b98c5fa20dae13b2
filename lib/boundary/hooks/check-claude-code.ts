import {
  asyncFaults,
  coverageFaults,
  elementsOf,
  type HookServer,
  memberOf,
  type SettingFault,
  timeoutFaults,
} from "./setting-fault.ts";

/** A hook with its place and the group of its matcher. */
interface Placed {
  hook: unknown;
  path: string;
  group: { value: unknown; path: string };
}

const events = ["PreToolUse", "PostToolUse", "PostToolUseFailure"] as const;

/** Without `onFailure: "block"` Claude Code runs the call after an error or a time-out. */
export function checkClaudeCode(settings: unknown, server: HookServer): SettingFault[] {
  const url = `${server.origin}/hooks/claude-code`;
  const ours = (event: string) =>
    hooksOf(settings, event).filter(({ hook }) =>
      String(memberOf(hook, "url")).startsWith(`${server.origin}/`),
    );
  const missing = events
    .filter((event) => ours(event).length === 0)
    .map((event) => ({ path: `/hooks/${event}`, message: `needs a hook of type http to ${url}` }));
  const disabled = memberOf(settings, "disableAllHooks") === true;
  return [
    ...(disabled ? [{ path: "/disableAllHooks", message: "turns the hook off" }] : []),
    ...missing,
    ...events.flatMap((event) => uncovered(ours(event))),
    ...ours("PreToolUse").flatMap((placed) => decidingFaults(placed, server)),
    ...events.flatMap(ours).flatMap((placed) => callFaults(placed, url)),
  ];
}

/** A hook for every tool is enough. Without one, its faults are named. */
function uncovered(placed: Placed[]): SettingFault[] {
  const faults = placed.map(({ hook, path, group }) => [
    ...coverageFaults(group.value, group.path),
    ...coverageFaults({ if: memberOf(hook, "if") }, path),
  ]);
  return faults.some(({ length }) => length === 0) ? [] : faults.flat();
}

function hooksOf(settings: unknown, event: string): Placed[] {
  return elementsOf(memberOf(memberOf(settings, "hooks"), event)).flatMap((group, g) =>
    elementsOf(memberOf(group, "hooks")).map((hook, h) => ({
      hook,
      path: `/hooks/${event}/${g}/hooks/${h}`,
      group: { value: group, path: `/hooks/${event}/${g}` },
    })),
  );
}

function decidingFaults({ hook, path }: Placed, server: HookServer): SettingFault[] {
  const blocks = memberOf(hook, "onFailure") === "block";
  return [
    ...(blocks
      ? []
      : [{ path: `${path}/onFailure`, message: 'must be "block", or calls run when a check fails' }]),
    ...timeoutFaults(memberOf(hook, "timeout"), path, server),
    ...asyncFaults(hook, path),
  ];
}

function callFaults({ hook, path }: Placed, url: string): SettingFault[] {
  const isHttp = memberOf(hook, "type") === "http";
  const isUrl = memberOf(hook, "url") === url;
  return [
    ...(isHttp ? [] : [{ path: `${path}/type`, message: "must be http" }]),
    ...(isUrl ? [] : [{ path: `${path}/url`, message: `must be ${url}` }]),
    ...tokenFaults({ hook, path }),
  ];
}

// The variable's value isn't sent here: settings files are shared, and the token isn't in them.
function tokenFaults({ hook, path }: Pick<Placed, "hook" | "path">): SettingFault[] {
  const headers = memberOf(hook, "headers");
  const name = Object.keys(headers ?? {}).find((header) => header.toLowerCase() === "authorization");
  const value = name === undefined ? undefined : memberOf(headers, name);
  const variable = typeof value === "string" ? /^Bearer \$(?:\{(\w+)\}|(\w+))$/.exec(value) : null;
  const allowed = elementsOf(memberOf(hook, "allowedEnvVars"));
  if (!variable)
    return [{ path: `${path}/headers`, message: "needs Authorization: Bearer $COUNTERSIGN_TOKEN" }];
  const named = variable[1] ?? variable[2];
  return allowed.includes(named)
    ? []
    : [{ path: `${path}/allowedEnvVars`, message: `must contain ${named}` }];
}
