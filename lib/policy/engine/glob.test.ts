import { isAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cedarPattern, cedarString } from "#lib/policy/engine/cedar/cedar-text";
import { judge, rule, usd } from "#lib/policy/testing/judge";
import { fitsGlob } from "#lib/text/glob";

const letters = (alphabet: string[], maxLength: number) =>
  fc.array(fc.constantFrom(...alphabet), { maxLength }).map((all) => all.join(""));

test("a glob matches exactly what Cedar's like matches", () => {
  const seen = { fits: 0, doesNot: 0 };
  fc.assert(
    fc.property(
      letters(["a", "b", "*", "*", "é", "𝒳"], 7),
      letters(["a", "b", "a", "b", "é", "𝒳"], 9),
      (glob, text) => {
        const fits = fitsGlob(glob, text);
        expect(fits).toBe(isLike(text, glob));
        seen[fits ? "fits" : "doesNot"]++;
      },
    ),
    { numRuns: 1500 },
  );
  expect(Math.min(seen.fits, seen.doesNot)).toBeGreaterThan(100);
});

test.each([
  ["*ab*b", "ab", false],
  ["a*a", "a", false],
  ["*a*a*", "a", false],
  ["a*ab*b", "aabb", true],
  ["*", "", true],
])("%s fits %j: %s", (glob, text, fits) => {
  expect(fitsGlob(glob, text)).toBe(fits);
});

function isLike(text: string, glob: string): boolean {
  const policy = `permit(principal, action, resource) when { ${cedarString(text)} like ${cedarPattern(glob)} };`;
  const entity = (type: string) => ({ type, id: "one" });
  const answer = isAuthorized({
    ...{ principal: entity("Agent"), action: entity("Action"), resource: entity("Resource") },
    ...{ context: {}, entities: [], policies: { staticPolicies: { policy } } },
  });
  return answer.type === "success" && answer.response.decision === "allow";
}

test("Invariant 23: a text too long to compare is indeterminate, and so gets the default outcome", () => {
  const blocks = rule({
    outcome: "block",
    conditions: [{ kind: "text", param: "note", is: "like", values: ["*secret*"] }],
  });
  const allows = rule({ outcome: "allow" });
  const judged = (length: number) => judge([blocks, allows], { ...usd(5), note: "a".repeat(length) });
  expect(judged(16_384).outcome).toBe("allow");
  expect(judged(16_385)).toMatchObject({ outcome: "step_up", indeterminateRuleIds: ["block"] });
});
