import { checkParsePolicySet, checkParseSchema } from "@cedar-policy/cedar-wasm/nodejs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rules } from "#lib/policy/testing/arbitrary-rules";
import { catalog } from "#lib/policy/testing/arbitrary-words";
import { defaultCatalog, defaultRules } from "#lib/policy/versions/defaults";
import { policyAsCedar } from "./policy-as-cedar.ts";

describe("a policy in Cedar", () => {
  test("is valid Cedar, with a schema in Cedar's own notation, according to Cedar's validator", () => {
    fc.assert(
      fc.property(rules, (some) => {
        const { policies, schema, faults } = policyAsCedar(some, catalog);
        expect(checkParsePolicySet({ staticPolicies: policies })).toMatchObject({ type: "success" });
        expect(checkParseSchema(schema)).toMatchObject({ type: "success" });
        expect(faults).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test("leaves out disabled rules, and describes every rule in words too", () => {
    const [first, ...rest] = defaultRules;
    const { policies } = policyAsCedar(
      [{ ...first, enabled: false } as typeof first & object, ...rest],
      defaultCatalog,
    );
    expect(policies).not.toContain('"read-data"');
    for (const { title } of rest) expect(policies).toContain(title);
  });
});
