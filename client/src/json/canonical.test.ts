import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { actionDigest } from "../../../bin/client/action-digest.ts";
import { actionDigest as serverActionDigest } from "../../../lib/policy/language/action.ts";
import published from "../../../lib/testdata/jcs/vectors.json" with { type: "json" };
import { canonicalJson } from "./canonical.ts";

test.each(published.vectors)("published vector of RFC 8785: $name", ({ input, output }) => {
  expect(canonicalJson(JSON.parse(input))).toBe(output);
});

test("every JSON value has the same canonical form as by another implementation", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const json = JSON.parse(JSON.stringify(value));
      expect(canonicalJson(json)).toBe(canonicalize(json));
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
  const values = [Number.NaN, Number.POSITIVE_INFINITY, "\ud800", undefined, 1n, () => 1, new Date(0)];
  const bytes = new Uint8Array(2);
  for (const value of [...values, bytes, new Map([["a", 1]]), [undefined], new Array(1), { "\ud800": 1 }]) {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson({ a: [value] })).toThrow(TypeError);
  }
});
