import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conditionSchema } from "#lib/policy/language/condition";
import { rule } from "#lib/policy/testing/arbitrary-rules";
import { conditionOf, draftOf, emptyDraft } from "./condition-draft.ts";

describe("a condition in the form", () => {
  test("comes back unchanged when no field was edited, for any condition", () => {
    fc.assert(
      fc.property(rule, ({ conditions }) => {
        for (const condition of conditions)
          expect(conditionSchema.parse(conditionOf(draftOf(condition, "0")))).toEqual(condition);
      }),
    );
  });

  test.each(["1,250", "1.250,00", "1e3", "12abc", "0x10", "Infinity"])(
    "refuses %s as a number instead of guessing",
    (value) => {
      const draft = { ...emptyDraft("0", "number"), param: "count", value };
      expect(conditionSchema.safeParse(conditionOf(draft)).success).toBe(false);
    },
  );

  test("reads an empty upper limit as none, and an empty lower limit as 0", () => {
    expect(conditionOf({ ...emptyDraft("0"), over: "", currencies: "USD,EUR  GBP" })).toMatchObject({
      over: 0,
      upTo: undefined,
      currencies: ["USD", "EUR", "GBP"],
    });
  });
});
