import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "#lib/json/canonical";
import { countEqual, type Difference, differencesOf } from "./differences.ts";

/** Few names and values, so that two random values often share some; hostile names among them. */
const name = fc.constantFrom("a", "b", "0", "1", "", "a/b", "~", "__proto__", "constructor", "length");
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(null, true, false, 0, 1, -0.1, 1e300, "", "1", "a", "\u0000"),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie("json")), { maxLength: 4 }).map(objectOf),
  ),
}));

test("the list of differences is complete: applied to the earlier value it gives the later value", () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      const differences = [...differencesOf(before, after)];
      expect(text(differences.reduce(apply, before))).toBe(text(after));
    }),
    { numRuns: 2000 },
  );
});

test("each difference names the value before and after, and equal values have none", () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      expect([...differencesOf(before, before)]).toEqual([]);
      for (const { path, before: was, after: is } of differencesOf(before, after)) {
        expect(text(valueAt(before, path))).toBe(text(was));
        expect(text(valueAt(after, path))).toBe(text(is));
        expect(text(was)).not.toBe(text(is));
      }
    }),
  );
});

test("equal places are counted alike in both directions, and no value has more in common than with itself", () => {
  fc.assert(
    fc.property(json, json, (one, other) => {
      expect(countEqual(one, other)).toBe(countEqual(other, one));
      expect(countEqual(one, other)).toBeLessThanOrEqual(countEqual(one, one));
    }),
  );
  expect(countEqual({ a: 1, b: { c: [], d: "x" } }, { a: 1, b: { c: [], d: "y" }, e: 1 })).toBe(2);
});

function objectOf(members: [string, Json][]): Json {
  return JSON.parse(`{${members.map(([key, value]) => `${JSON.stringify(key)}:${text(value)}`).join(",")}}`);
}

/** Distinguishes members named `__proto__`, which an assertion on objects may pass over. */
function text(value: Json | undefined): string | undefined {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(text).join(",")}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${text(member)}`).join(",")}}`;
}

function valueAt(value: Json, path: string[]): Json | undefined {
  return path.reduce<Json | undefined>((found, key) => {
    const branch = found as Record<string, Json> | undefined;
    return branch && Object.hasOwn(branch, key) ? branch[key] : undefined;
  }, value);
}

/** The value with one difference applied. A removed element of an array becomes a hole at its end. */
function apply(value: Json, { path, after }: Difference): Json {
  const [key, ...rest] = path;
  if (key === undefined) return after as Json;
  const next = rest.length > 0 ? apply(valueAt(value, [key]) as Json, { path: rest, after }) : after;
  if (Array.isArray(value)) {
    if (next === undefined) return value.slice(0, Math.min(value.length, Number(key)));
    return Object.assign([...value], { [key]: next });
  }
  const others = Object.entries(value as object).filter(([other]) => other !== key);
  return objectOf(next === undefined ? others : [...others, [key, next]]);
}
