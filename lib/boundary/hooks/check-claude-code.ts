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
  const isOn = memberOf(settings, "disableAllHooks") !== true;
  return [
    ...faultUnless(isOn, "/disableAllHooks", "turns the hook off"),
    ...missing,
    ...events.flatMap((event) => uncovered(ours(event))),
    ...ours("PreToolUse").flatMap((placed) => decidingFaults(placed, server)),
    ...events.flatMap(ours).flatMap((placed) => callFaults(placed, url)),
  ];
}

/** A hook for every tool is enough. Without one, its faults are named. */
function uncovered(placed: PlacedHook[]): SettingFault[] {
  const faults = placed.map(({ hook, path, group }) => [
    ...coverageFaults(group.value, group.path),
    ...coverageFaults({ if: memberOf(hook, "if") }, path),
  ]);
  return faults.some(({ length }) => length === 0) ? [] : faults.flat();
}

function hooksOf(settings: unknown, event: string): PlacedHook[] {
  const groups = elementsOf(memberOf(memberOf(settings, "hooks"), event));
  return groups.flatMap((group, index) => hooksIn(group, `/hooks/${event}/${index}`));
}

function decidingFaults({ hook, path }: PlacedHook, server: HookServer): SettingFault[] {
  const blocks = memberOf(hook, "onFailure") === "block";
  return [
    ...faultUnless(blocks, `${path}/onFailure`, 'must be "block", or calls run when a check fails'),
    ...timeoutFaults(memberOf(hook, "timeout"), path, server),
    ...asyncFaults(hook, path),
  ];
}

function callFaults({ hook, path }: PlacedHook, url: string): SettingFault[] {
  const isHttp = memberOf(hook, "type") === "http";
  const isUrl = memberOf(hook, "url") === url;
  return [
    ...faultUnless(isHttp, `${path}/type`, "must be http"),
    ...faultUnless(isUrl, `${path}/url`, `must be ${url}`),
    ...tokenFaults({ hook, path }),
  ];
}

// The variable's value isn't sent here: settings files are shared, and the token isn't in them.
function tokenFaults({ hook, path }: Pick<PlacedHook, "hook" | "path">): SettingFault[] {
  const headers = memberOf(hook, "headers");
  const name = Object.keys(headers ?? {}).find((header) => header.toLowerCase() === "authorization");
  const value = name === undefined ? undefined : memberOf(headers, name);
  const variable = typeof value === "string" ? /^Bearer \$(?:\{(\w+)\}|(\w+))$/.exec(value) : null;
  const allowed = elementsOf(memberOf(hook, "allowedEnvVars"));
  if (!variable)
    return [{ path: `${path}/headers`, message: "needs Authorization: Bearer $COUNTERSIGN_TOKEN" }];
  const named = variable[1] ?? variable[2];
  return faultUnless(allowed.includes(named), `${path}/allowedEnvVars`, `must contain ${named}`);
}
