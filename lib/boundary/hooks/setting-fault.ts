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

/** Seconds apart from the hold: an abandoned hook decides nothing. */
const spareSeconds = 5;

/** An error when the client gives the hook up before the server answers. */
export function timeoutFaults(timeout: unknown, path: string, { holdSeconds }: HookServer): SettingFault[] {
  const least = holdSeconds + spareSeconds;
  if (typeof timeout === "number" && timeout >= least) return [];
  return [{ path: `${path}/timeout`, message: `must be at least ${least} seconds` }];
}

/** An error when the client doesn't wait for the hook. */
export function asyncFaults(hook: unknown, path: string): SettingFault[] {
  return memberOf(hook, "async") === true ? [{ path: `${path}/async`, message: "decides nothing" }] : [];
}

/** An error when a matcher or a condition leaves calls out: they would run without a decision. */
export function coverageFaults(group: unknown, path: string): SettingFault[] {
  const matcher = memberOf(group, "matcher");
  const isForAll = matcher === undefined || matcher === "" || matcher === "*";
  return [
    ...(isForAll ? [] : [{ path: `${path}/matcher`, message: 'must be "*", or other calls run undecided' }]),
    ...(memberOf(group, "if") === undefined
      ? []
      : [{ path: `${path}/if`, message: "must be left out, or other calls run undecided" }]),
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
