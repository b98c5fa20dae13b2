import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "#client/json/pointer";
import { parseAsk } from "#lib/json/parse";
import { actionSchema } from "#lib/policy/language/action";
import { actionOf } from "./action-of.ts";
import { type Call, describeCall } from "./call.ts";
import { CallError } from "./call-error.ts";
import { defaultType } from "./default-type.ts";
import { readMapping } from "./read-mapping.ts";

// Few names and values, so that rules match and two calls often differ in one place only.
const name = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom("a", "b") },
  fc.constantFrom(
    "A",
    "b/c",
    "~",
    "",
    "constructor",
    "__proto__",
    "ſ",
    "S",
    "0",
    "tool",
    "Tool",
    "arguments",
  ),
);
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>("x", "y", "1", 1, 0.5, true, null, "", "x/y", {}, []),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 3 }).map(objectOf),
  ),
})).value;
const args = fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 3 }).map(objectOf);
const tool = fc.oneof(
  { weight: 8, arbitrary: fc.constant("a") },
  fc.constantFrom("b", "A", "a.b", "a_b", "_a", "ä", "x".repeat(120), "x".repeat(121)),
);
const call: fc.Arbitrary<Call> = fc.oneof(
  fc.record({
    kind: fc.constant("mcp" as const),
    server: fc.constantFrom("s", "s", "s", "S"),
    tool,
    arguments: args,
  }),
  fc.record(
    {
      kind: fc.constant("http" as const),
      method: fc.constantFrom("GET", "get", "POST"),
      host: fc.constantFrom("h", "h.i", "h:1"),
      path: fc.constantFrom("/", "/a", "/b/c"),
      query: fc.constantFrom("a=x", "a=y"),
      body: value,
    },
    { requiredKeys: ["kind", "method", "host", "path"] },
  ),
  fc.record({
    kind: fc.constant("tool" as const),
    client: fc.constant("s"),
    tool: fc.constant("a"),
    input: value,
  }),
);
const pointer = fc.constantFrom(
  "/a",
  "/b",
  "/a/b",
  "/b~1c",
  "/~0",
  "/",
  "/0",
  "/a/0",
  "/body",
  "/body/a",
  "/path",
  "/path/0",
  "/query/a",
);
const rule = fc.record(
  {
    tool: fc.constantFrom("s/a", "s/*", "S/a", "*", "GET h/a", "GET h*"),
    type: fc.constantFrom("t.one", "t.two"),
    resource: fc.oneof(pointer, fc.constantFrom("fixed", "r/{/a}", "{/a}/{/b}", "{/a/b}")),
    audience: fc.oneof(pointer, fc.constant("https://x.example")),
    params: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.oneof(pointer, fc.constantFrom("x", "1")), {
      maxKeys: 3,
    }),
  },
  { requiredKeys: ["tool", "type"] },
);
const mapping = fc
  .array(rule, { minLength: 1, maxLength: 3 })
  .map((rules) => readMapping({ version: 1, rules }));

test("two calls that differ never become the same action", () => {
  let [same, mapped] = [0, 0];
  fc.assert(
    fc.property(mapping, call, call, args, fc.nat(9), (rules, one, another, given, die) => {
      // Mostly another call of the same tool, and one time in ten the same call.
      const changed = "arguments" in one ? { ...one, arguments: given } : another;
      const other = die === 0 ? structuredClone(one) : changed;
      const [a, b] = [tryAction(rules, one), tryAction(rules, other)];
      if (!a || !b) return;
      const isSameCall = canonical(one) === canonical(other);
      if (isSameCall) same++;
      if (a.rule !== undefined) mapped++;
      expect(canonical(a.action) === canonical(b.action)).toBe(isSameCall);
    }),
    { numRuns: 1200 },
  );
  // Each comes up more than 70 times, so that neither bound fails by chance.
  expect(mapped).toBeGreaterThan(5);
  expect(same).toBeGreaterThan(5);
});

// A call, and a mapping whose only rule fits it.
const source = fc.constantFrom("/a", "/b", "x");
interface Fitting {
  place: string;
  isHttp: boolean;
  given: { a: string; b: string };
  isGlob: boolean;
}
const mappedCall = fc
  .record(
    {
      place: fc.constantFrom("s", "r"),
      isHttp: fc.boolean(),
      given: fc.record({ a: fc.constantFrom("x", "y"), b: fc.constantFrom("x", "y") }),
      isGlob: fc.boolean(),
      resource: fc.constantFrom("/a", "r/{/b}"),
      audience: source,
      params: fc.dictionary(fc.constantFrom("a", "b"), source, { maxKeys: 2 }),
    },
    { requiredKeys: ["place", "isHttp", "given", "isGlob"] },
  )
  .map(mapFitting);

test("two calls that differ never become the same action through two mappings, unless both rules fix the same audience", () => {
  // Each of these is compared with each other one.
  const found = new Map<string, ReturnType<typeof mapFitting>[]>();
  fc.assert(
    fc.property(mappedCall, (one) => {
      expect(one.mapped.rule).toBe(0);
      const same = found.get(canonical(one.mapped.action)) ?? [];
      const isSameCall = (other: typeof one) => canonical(one.call) === canonical(other.call);
      expect(same.every((other) => (one.fixes && other.fixes) || isSameCall(other))).toBe(true);
      found.set(canonical(one.mapped.action), [...same, one]);
    }),
    { numRuns: 2500 },
  );
  const shared = [...found.values()].filter(
    (group) => new Set(group.map(({ call }) => canonical(call))).size > 1,
  );
  // About 50: the exception, and a sign that equal actions come up at all.
  expect(shared.length).toBeGreaterThan(10);
});

test("unless its rule fixes an audience, the name and the arguments of a call can be read from its action alone", () => {
  fc.assert(
    fc.property(mapping, call, (rules, one) => {
      const found = tryAction(rules, one);
      if (!found || rules.rules[found.rule ?? -1]?.fixesAudience) return;
      const { name: called, parts, arguments: given } = describeCall(one);
      const { type, params } = found.action;
      const { tool: named, ...rest } = params;
      const isOwnType = type === defaultType(parts);
      expect(isOwnType ? params : { tool: named, arguments: params.arguments ?? rest }).toEqual(
        isOwnType ? given : { tool: called, arguments: given },
      );
    }),
    { numRuns: 500 },
  );
});

test("every leaf of the arguments is in the params, the resource, the audience or the name of the tool", () => {
  fc.assert(
    fc.property(mapping, call, (rules, one) => {
      const action = tryAction(rules, one)?.action;
      if (!action || one.kind !== "mcp") return;
      const shown = [...leaves(action.params), ...leaves(action.resource), ...leaves(action.audience)];
      for (const leaf of Object.values(one.arguments ?? {}).flatMap(leaves)) {
        expect(
          shown.some((text) => text === leaf || (leaf.startsWith('"') && text.includes(leaf.slice(1, -1)))),
        ).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test("every action is one that the server accepts, whatever an agent sends", () => {
  fc.assert(
    fc.property(
      mapping,
      fc.oneof(
        call,
        fc.record({
          kind: fc.constant("mcp" as const),
          server: fc.string(),
          tool: fc.string({ unit: "binary" }),
          arguments: fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue() as fc.Arbitrary<Json>),
        }),
      ),
      (rules, one) => {
        const action = tryAction(rules, one)?.action;
        if (!action) return;
        const wire = parseAsk(Buffer.from(JSON.stringify({ action }))) as { action: unknown };
        expect(actionSchema.parse(wire.action)).toEqual(JSON.parse(JSON.stringify(action)));
      },
    ),
    { numRuns: 100 },
  );
});

test("a mapping is a pure function: it changes nothing, and repeats its result", () => {
  fc.assert(
    fc.property(mapping, call, (rules, one) => {
      const before = JSON.stringify(one);
      const first = tryAction(rules, one);
      expect(tryAction(rules, one)).toEqual(first);
      expect(JSON.stringify(one)).toBe(before);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});

test("a deep argument is refused, and a wide and a long one are passed on", () => {
  const none = readMapping({ version: 1 });
  const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);
  const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, n]));
  const toolCall = (given: { [name: string]: Json }): Call => ({
    kind: "mcp",
    server: "s",
    tool: "t",
    arguments: given,
  });
  expect(() => actionOf(none, toolCall(nested(5000)))).toThrow(CallError);
  expect(() => actionOf(none, toolCall(nested(15)))).toThrow(CallError);
  expect(actionOf(none, toolCall(nested(14))).action.params).toEqual(nested(14));
  expect(actionOf(none, toolCall(wide)).action.params).toBe(wide);
  const long = { text: "x".repeat(61_440) };
  expect(actionOf(none, toolCall(long)).action.params).toBe(long);
});

function mapFitting({ place, isHttp, given, isGlob, ...more }: Fitting) {
  const call: Call = isHttp
    ? { kind: "http", method: "GET", host: place, path: "/p", body: given }
    : { kind: "mcp", server: place, tool: "a", arguments: given };
  const tool = isGlob ? "*" : isHttp ? `GET ${place}/p` : `${place}/a`;
  const text = JSON.stringify({ type: "t", ...more });
  const rule = JSON.parse(isHttp ? text.replace(/\/(?=[ab]["}])/g, "/body/") : text);
  const rules = readMapping({ version: 1, rules: [{ ...rule, tool }] });
  return { call, fixes: rules.rules[0]?.fixesAudience, mapped: actionOf(rules, call) };
}

function tryAction(rules: ReturnType<typeof readMapping>, one: Call) {
  try {
    return actionOf(rules, one);
  } catch (error) {
    expect(error).toBeInstanceOf(CallError);
    return undefined;
  }
}

/** Own members only, so that a member `__proto__` stays one. */
function objectOf(entries: [string, Json][]): { [name: string]: Json } {
  return JSON.parse(
    `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${JSON.stringify(member)}`).join(",")}}`,
  );
}

function canonical(given: unknown): string {
  if (Array.isArray(given)) return `[${given.map(canonical).join(",")}]`;
  if (typeof given !== "object" || given === null) return JSON.stringify(given) ?? "";
  return `{${Object.entries(given)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`)
    .join(",")}}`;
}

function leaves(given: Json | undefined): string[] {
  if (given === undefined) return [];
  const isContainer = typeof given === "object" && given !== null && Object.keys(given).length > 0;
  return isContainer ? Object.values(given).flatMap(leaves) : [JSON.stringify(given)];
}
