import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson as serverCanonicalJson } from "#lib/canonical";
import { actionDigest as serverActionDigest } from "#lib/policy/language/action";
import { actionDigest } from "../../bin/client/json/action-digest.mjs";
import published from "../testdata/jcs/vectors.json" with { type: "json" };
import { canonicalJson } from "./canonical.mjs";

test.each(published.vectors)("published vector of RFC 8785: $name", ({ input, output }) => {
  expect(canonicalJson(JSON.parse(input))).toBe(output);
});

test("client and server have the same canonical form of every JSON value, so that no digest ever differs", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const json = JSON.parse(JSON.stringify(value));
      expect(canonicalJson(json)).toBe(serverCanonicalJson(json));
    }),
    { numRuns: 500 },
  );
});

test("client and server compute the same action digest", () => {
  const action = { type: "refund.create", resource: "charge/é", params: { b: 1e21, a: -0, "": [null, 0.1] } };
  expect(actionDigest("agt_1", action)).toBe(serverActionDigest("agt_1", action));
  expect(actionDigest("agt_1", action)).not.toBe(actionDigest("agt_2", action));
});

test("a value that is not JSON has no canonical form", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "\ud800"])
    expect(() => canonicalJson(value)).toThrow();
});
