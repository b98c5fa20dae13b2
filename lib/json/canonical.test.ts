import { expect, test } from "vitest";
import published from "../testdata/jcs/vectors.json" with { type: "json" };
import { canonicalJson } from "./canonical.ts";

test.each(published.vectors)("published vector of RFC 8785: $name", ({ input, output }) => {
  expect(canonicalJson(JSON.parse(input))).toBe(output);
});

test("a value that is not JSON has no canonical form", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "\ud800", undefined]) {
    expect(() => canonicalJson(value)).toThrow();
  }
});
