import { canonicalJson, type Json } from "#client/json/canonical";
import { isJsonObject, pointer } from "#client/json/pointer";

// What a standing approval covers. The server and the verifier of receipts run this file: it knows
// nothing of the database.

/** A value that a later action may have instead of the signed one, by JSON Pointer into the action. */
export type Difference =
  /** A number above 0 and up to this. */
  | { path: string; up_to: number }
  /** One of these values. */
  | { path: string; one_of: (string | number | boolean)[] };

/** The signed action, and where a later one may differ from it. */
export interface Bounds {
  action: unknown;
  may_differ: readonly Difference[];
}

/**
 * Where an action is outside the bounds: the JSON Pointer (RFC 6901) of the first value that may not be
 * there, or that is missing. Undefined for an action inside. The world is closed: each value equals the
 * signed one, except where `may_differ` names its place, and no value is added or left out. Type and
 * audience never differ.
 */
export function outsideAt(bounds: Bounds, asked: unknown): string | undefined {
  return outsidePlaces(bounds, asked)[0];
}

/** Each place where an action is outside the bounds, in the order of {@link outsideAt}. Empty for one inside. */
export function outsidePlaces({ action, may_differ }: Bounds, asked: unknown): string[] {
  const signed = leavesOf(action);
  const found = leavesOf(asked);
  const differences = new Map(may_differ.map((difference) => [difference.path, difference]));
  const places: string[] = [];
  for (const [path, value] of found) {
    const difference = mayDifferAt(path) ? differences.get(path) : undefined;
    const isInside = difference ? allows(difference, value) : signed.get(path) === value;
    if (!signed.has(path) || !isInside) places.push(path);
  }
  for (const path of signed.keys()) if (!found.has(path)) places.push(path);
  // Only then have both their values at the same places, as the walk assumes.
  const at = places.length === 0 ? otherKindAt(action, asked) : undefined;
  return at === undefined ? places : [at];
}

/** The place of a list where an object was signed, or the reverse: their members can have the same places. */
function otherKindAt(signed: unknown, asked: unknown, place = ""): string | undefined {
  if (Array.isArray(signed) !== Array.isArray(asked)) return place;
  if (!Array.isArray(signed) && !isJsonObject(signed)) return undefined;
  for (const [name, member] of Object.entries(signed)) {
    const at = otherKindAt(member, (asked as Record<string, unknown>)[name], pointer(place, name));
    if (at !== undefined) return at;
  }
}

/** Whether a standing approval can let the value at a place differ. */
export function mayDifferAt(path: string): boolean {
  return path === "/resource" || path.startsWith("/params/");
}

function allows(difference: Difference, value: string): boolean {
  const read: unknown = JSON.parse(value);
  if ("up_to" in difference) return typeof read === "number" && read > 0 && read <= difference.up_to;
  return difference.one_of.some((allowed) => canonicalJson(allowed) === value);
}

/** The canonical text (RFC 8785) of each value without members of its own, by its place. */
export function leavesOf(value: unknown, place = "", found = new Map<string, string>()): Map<string, string> {
  const members = Array.isArray(value) || isJsonObject(value) ? Object.entries(value) : [];
  if (members.length === 0) return found.set(place, canonicalJson(value));
  for (const [name, member] of members)
    if (member !== undefined) leavesOf(member as Json, pointer(place, name), found);
  return found;
}
