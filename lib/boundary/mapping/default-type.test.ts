import fc from "fast-check";
import { expect, test } from "vitest";
import { actionTypePattern } from "#lib/text/action-type.mjs";
import { defaultType } from "./default-type.mjs";

test.each([
  [["mcp", "payments", "create_refund"], "mcp.payments.create_refund"],
  [["http", "POST", "api.example"], "http.post.api.example"],
  [["tool", "claude-code", "bash"], "tool.claude-code.bash"],
  [["tool", "claude-code", "0123456789abcdef"], "tool.claude-code.0123456789abcdef"],
])("%j has the type %s", (parts, type) => {
  expect(defaultType(parts)).toBe(type);
});

test.each([
  [["tool", "claude-code", "Bash"], /^tool\.claude-code\.bash\.[0-9a-z]{25}$/],
  [["mcp", "payments", "créer.remboursement"], /^mcp\.payments\.cr_er_remboursement\.[0-9a-z]{25}$/],
  [["mcp", "payments", "_private"], /^mcp\.payments\.x_private\.[0-9a-z]{25}$/],
  [["mcp", "payments", "x".repeat(300)], /^mcp\.payments\.x{32}\.[0-9a-z]{25}$/],
  [["http", "post", "API.example:8443"], /^http\.post\.api_example_8443\.[0-9a-z]{25}$/],
])("a name that doesn't fit a type is followed by a hash: %j", (parts, type) => {
  expect(defaultType(parts)).toMatch(type);
});

const part = fc.oneof(
  fc.string({ unit: "binary", maxLength: 120 }),
  fc.constantFrom("a", "A", "a.b", "a_b", "b", "", "_", "x_", "get", "GET", "0123456789abcdef"),
  fc.stringMatching(/^[a-z0-9_.-]{0,60}$/),
);
/** Changes that a type can't show without a hash. */
const change = fc.constantFrom(
  undefined,
  (text: string) => text.toLowerCase(),
  (text: string) => text.replace(/[^a-z]/g, "_"),
  (text: string) => text.slice(0, 32),
);
const parts = fc.tuple(fc.constantFrom("mcp", "http", "tool", "authzen"), part, part);

test("two tools never have the same type, and each type is one that the server accepts", () => {
  fc.assert(
    fc.property(parts, parts, change, (one, another, changed) => {
      const other = changed ? one.map(changed) : another;
      const type = defaultType(one);
      expect(type).toMatch(actionTypePattern);
      expect(type.length).toBeLessThanOrEqual(100);
      expect(type === defaultType(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
    { numRuns: 1500 },
  );
});

test("a tool whose name imitates a hash doesn't get the type of another tool", () => {
  const victim = defaultType(["http", "GET", "Api"]);
  const imitation = victim.split(".").slice(2).join(".");
  expect(defaultType(["http", "GET", imitation])).not.toBe(victim);
});

test("the longest names of the longest kind are a type that the server accepts", () => {
  const type = defaultType(["authzen", "R".repeat(300), "N".repeat(300)]);
  expect(type).toMatch(/^authzen\.r{32}\.n{32}\.[0-9a-z]{25}$/);
  expect(type.length).toBeLessThanOrEqual(100);
});
