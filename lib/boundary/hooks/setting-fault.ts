/** An error in a client's settings, with its place as a JSON Pointer. */
export interface SettingFault {
  path: string;
  message: string;
}

/** The server, as the client's settings should name it. */
export interface HookServer {
  origin: string;
  holdSeconds: number;
}

/** A hook with its place, and the group with its matcher. */
export interface PlacedHook {
  hook: unknown;
  path: string;
  group: { value: unknown; path: string };
}

/** The hooks in a group of hooks with one matcher. */
export function hooksIn(group: unknown, path: string): PlacedHook[] {
  return elementsOf(memberOf(group, "hooks")).map((hook, index) => ({
    ...{ hook, path: `${path}/hooks/${index}`, group: { value: group, path } },
  }));
}

/** An error unless a setting is right. */
export function faultUnless(isRight: boolean, path: string, message: string): SettingFault[] {
  return isRight ? [] : [{ path, message }];
}

/** Seconds apart from the hold: an abandoned hook decides nothing. */
const spareSeconds = 5;

/** An error when the client gives the hook up before the server answers. */
export function timeoutFaults(timeout: unknown, path: string, { holdSeconds }: HookServer): SettingFault[] {
  const least = holdSeconds + spareSeconds;
  const isLongEnough = typeof timeout === "number" && timeout >= least;
  return faultUnless(isLongEnough, `${path}/timeout`, `must be at least ${least} seconds`);
}

/** An error when the client doesn't wait for the hook. */
export function asyncFaults(hook: unknown, path: string): SettingFault[] {
  return faultUnless(memberOf(hook, "async") !== true, `${path}/async`, "decides nothing");
}

/** An error when a matcher or a condition leaves calls out: they would run without a decision. */
export function coverageFaults(group: unknown, path: string): SettingFault[] {
  const matcher = memberOf(group, "matcher");
  const isForAll = matcher === undefined || matcher === "" || matcher === "*";
  return [
    ...faultUnless(isForAll, `${path}/matcher`, 'must be "*", or other calls run undecided'),
    ...faultUnless(
      memberOf(group, "if") === undefined,
      `${path}/if`,
      "must be left out, or other calls run undecided",
    ),
  ];
}

/** A member of a JSON object; undefined for anything else. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/** A JSON array's elements; otherwise none. */
export function elementsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
