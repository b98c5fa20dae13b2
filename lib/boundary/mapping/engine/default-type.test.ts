import fc from "fast-check";
import { expect, test } from "vitest";
import { actionTypePattern } from "#lib/text/action-type";
import { defaultType } from "./default-type.ts";

test.each([
  [["mcp", "payments", "create_refund"], "mcp.payments.create_refund"],
  [["http", "POST", "api.example"], "http.post.api.example"],
  [["http", "POST", "api.example:8443"], "http.post.api.example.port_8443"],
  [["http", "GET", "127.0.0.1:8790"], "http.get.127.0.0.1.port_8790"],
  [["http", "GET", "[2001:db8::1]:443"], "http.get.ip6_2001_db8__1.port_443"],
  [["http", "GET", "[::ffff:10.0.0.1]"], "http.get.ip6___ffff_10.0.0.1"],
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
  [["http", "GET", "api.example.port_8443"], /^http\.get\.api_example_port_8443\.[0-9a-z]{25}$/],
  [["http", "GET", "ip6_2001_db8__1"], /^http\.get\.ip6_2001_db8__1\.[0-9a-z]{25}$/],
])("a name that doesn't fit a type is followed by a hash: %j", (parts, type) => {
  expect(defaultType(parts)).toMatch(type);
});

const part = fc.oneof(
  fc.string({ unit: "binary", maxLength: 120 }),
  fc.constantFrom("a", "A", "a.b", "a_b", "b", "", "_", "x_", "get", "GET", "0123456789abcdef"),
  fc.stringMatching(/^[a-z0-9_.-]{0,60}$/),
  fc.stringMatching(/^(\[[0-9a-f:.]{0,4}\]|ip6_[0-9a-f_.]{0,4}|[a.]{1,3})(:|\.port_|:0)?[01]{0,2}$/),
);
/** Changes that a type can't show without a hash. */
const change = fc.constantFrom(
  undefined,
  (text: string) => text.toLowerCase(),
  (text: string) => text.replace(/[^a-z]/g, "_"),
  (text: string) => text.slice(0, 32),
  (text: string) => text.replace(":", ".port_"),
  (text: string) => text.replace(/^\[(.*)\]/, (_, address: string) => `ip6_${address.replaceAll(":", "_")}`),
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
