import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAsk } from "../../lib/json/parse.ts";
import { isStorableJson } from "../../lib/json/storable-text.ts";
import { actionSchema, actionDigest as serverDigest } from "../../lib/policy/language/action.ts";
import published from "../../lib/testdata/jcs/vectors.json" with { type: "json" };
import { actionDigest, checkAction } from "./action.ts";
import { canonicalJson } from "./json/canonical.ts";
import { copyJson } from "./json/copy-json.ts";

const params = (value: unknown) => ({ type: "a.b", params: value as Record<string, unknown> });
const isRefused = (run: () => unknown) => {
  try {
    run();
    return false;
  } catch {
    return true;
  }
};

test.each(published.vectors)("published vector of RFC 8785: $name", ({ input, output }) => {
  const value = JSON.parse(input);
  // Two vectors contain integers that the wire refuses.
  if (!isRefused(() => copyJson(value, ""))) expect(canonicalJson(copyJson(value, ""))).toBe(output);
  else expect(isRefused(() => parseAsk(new TextEncoder().encode(input)))).toBe(true);
});

const name = fc.constantFrom(
  "a",
  "A",
  "k",
  "\u212a",
  "\u00df",
  "SS",
  "",
  "\ud800",
  "\u0000",
  "b/~",
  "constructor",
);
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, "é", "\udc00", "\u0000", 0, -0, 0.1, 1e21, 2 ** 53, -1.5e-7),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(name, tie("value"), { maxKeys: 3 }),
  ),
})).value;

test("tool and server accept the same parameters and compute the same digest for them", async () => {
  const seen = { taken: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, value, { maxKeys: 3 }), async (given) => {
      const action = params(given);
      // As the server reads a body, with the storable check of lib/json/storable-text.ts.
      const byServer = isRefused(() => {
        const json = parseAsk(new TextEncoder().encode(JSON.stringify(action)));
        if (!isStorableJson(json)) throw new Error("not storable");
        actionSchema.parse(json);
      });
      expect(isRefused(() => checkAction(action))).toBe(byServer);
      if (!byServer) expect(await actionDigest("agt_1", action)).toBe(serverDigest("agt_1", action as never));
      seen[byServer ? "refused" : "taken"]++;
    }),
    { numRuns: 200 },
  );
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(20);
});

test("every part of the action changes the digest", async () => {
  const action = { type: "a.b", resource: "r", params: { n: 1 }, audience: "https://a.example" };
  const digests = await Promise.all([
    actionDigest("agt_1", action),
    actionDigest("agt_2", action),
    actionDigest("agt_1", { ...action, type: "a.c" }),
    actionDigest("agt_1", { ...action, resource: undefined }),
    actionDigest("agt_1", { ...action, audience: undefined }),
    actionDigest("agt_1", { ...action, params: { n: "1" } }),
  ]);
  expect(new Set(digests).size).toBe(6);
});

const nested = (levels: number): unknown => (levels === 1 ? {} : { a: nested(levels - 1) });

test("parameters may be nested as deeply as the server accepts", () => {
  expect(isRefused(() => checkAction(params(nested(14))))).toBe(false);
  const tooDeep = params(nested(15));
  expect(isRefused(() => checkAction(tooDeep))).toBe(true);
  const body = (action: object) => new TextEncoder().encode(JSON.stringify({ action }));
  expect(isRefused(() => parseAsk(body(params(nested(14)))))).toBe(false);
  expect(isRefused(() => parseAsk(body(tooDeep)))).toBe(true);
});

test.each([
  ["a date", new Date(0)],
  ["a map", new Map([["a", 1]])],
  ["a class", new (class Amount {})()],
  ["a value with toJSON", { toJSON: () => 1 }],
  ["a function", () => 1],
  ["a bigint", 1n],
  ["NaN", Number.NaN],
  ["an array with a hole", new Array(1)],
  ["undefined in an array", [undefined]],
  ["a member named __proto__", JSON.parse('{"__proto__": {}}')],
])("a value that isn't plain JSON is refused: %s", (_, given) => {
  expect(() => checkAction(params({ given }))).toThrow("Invalid action");
});

test.each([
  ["an unknown member", { type: "a.b", params: {}, reason: "" }],
  ["no parameters", { type: "a.b" }],
  ["parameters that are a list", { type: "a.b", params: [] }],
  ["a type with a capital letter", { type: "A.b", params: {} }],
  ["an empty resource", { type: "a.b", resource: "", params: {} }],
  ["a resource of 501 characters", { type: "a.b", resource: "a".repeat(501), params: {} }],
  ["an action longer than 64 KiB", { type: "a.b", params: { a: "a".repeat(70_000) } }],
  ["nothing", null],
])("an action with %s is refused", (_, action) => {
  expect(() => checkAction(action as never)).toThrow("Invalid action");
});

test("a checked action is frozen at every level, and members without a value are left out", () => {
  const action = checkAction(params({ list: [{ a: 1 }], none: undefined }));
  expect(action).toEqual({ type: "a.b", params: { list: [{ a: 1 }] } });
  const [first] = action.params.list as [object];
  for (const part of [action, action.params, action.params.list, first])
    expect(Object.isFrozen(part)).toBe(true);
});
