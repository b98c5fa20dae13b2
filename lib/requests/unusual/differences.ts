import type { Json } from "#lib/json/canonical";

/** A differing value at a path; `before` or `after` is absent without one. */
export interface Difference {
  path: string[];
  before?: Json;
  after?: Json;
}

/**
 * The complete differences between two JSON values: applied to `before` they give `after`. Objects
 * by member, arrays by position. A member of one side only is one difference. The members of
 * `after` come first.
 */
export function* differencesOf(before: Json, after: Json, path: string[] = []): Generator<Difference> {
  if (!(isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after))) {
    if (before !== after) yield { path, before, after };
    return;
  }
  for (const name of Object.keys(after)) {
    const [was, is] = [memberOf(before, name), memberOf(after, name)];
    if (is === undefined) continue;
    if (was === undefined) yield { path: [...path, name], after: is };
    else yield* differencesOf(was, is, [...path, name]);
  }
  for (const name of Object.keys(before)) {
    const was = memberOf(before, name);
    if (was !== undefined && memberOf(after, name) === undefined)
      yield { path: [...path, name], before: was };
  }
}

/** Equal leaves and empty containers. Builds no path, so that long names of members cost nothing. */
export function countEqual(one: Json, other: Json): number {
  if (!isBranch(one) || !isBranch(other)) return one === other ? 1 : 0;
  if (Array.isArray(one) !== Array.isArray(other)) return 0;
  const names = Object.keys(one);
  if (names.length === 0) return Object.keys(other).length === 0 ? 1 : 0;
  return names.reduce((sum, name) => {
    const [a, b] = [memberOf(one, name), memberOf(other, name)];
    return sum + (a === undefined || b === undefined ? 0 : countEqual(a, b));
  }, 0);
}

type Branch = Json[] | { [name: string]: Json };

function isBranch(value: Json): value is Branch {
  return typeof value === "object" && value !== null;
}

// Own members only: agents choose names such as `__proto__`, `constructor` and `length`.
function memberOf(branch: Branch, name: string): Json | undefined {
  if (Array.isArray(branch)) return branch[Number(name)];
  return Object.hasOwn(branch, name) ? branch[name] : undefined;
}
