import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import { withAsks } from "../testing/arbitrary-asks.ts";
import { defaultOutcome, policyOf, rules, unclassified } from "../testing/arbitrary-rules.ts";
import { moment } from "../testing/arbitrary-words.ts";
import { PastJudge } from "./judge.ts";

test("a past request gets the verdict of a live ask, regardless of similar requests evaluated before", () => {
  const seen = { told: 0, untold: 0 };
  fc.assert(
    fc.property(
      withAsks(rules, 40),
      defaultOutcome,
      unclassified,
      fc.array(moment, { minLength: 1, maxLength: 3 }),
      ({ all, asks }, outcome, kind, moments) => {
        const policy = policyOf(all, outcome, kind);
        const judge = new PastJudge(policy);
        for (const [index, ask] of asks.entries()) {
          const at = moments[index % moments.length] ?? new Date(0);
          const judgement = judge.evaluateAsk(ask, at, false);
          const { monitored: _, ...verdict } = evaluateVersion(policy, ask, at);
          if (judgement) {
            const { monitored: __, ...rest } = judgement;
            expect(rest).toEqual(verdict);
            seen.told++;
          } else seen.untold++;
        }
      },
    ),
    { numRuns: 200 },
  );
  expect(Math.min(seen.told, seen.untold), JSON.stringify(seen)).toBeGreaterThan(0);
});
