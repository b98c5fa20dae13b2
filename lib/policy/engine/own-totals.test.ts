import fc from "fast-check";
import { expect, test } from "vitest";
import { requirementOf, stricterRequirements } from "#lib/policy/language/merge-requirements";
import { type DefaultOutcome, defaults, type Outcome, type Rule } from "#lib/policy/language/rule";
import { stricterSafeguards } from "#lib/policy/language/safeguards";
import { type TotalCondition, totalOf } from "#lib/policy/language/total";
import { now, rule, usd } from "#lib/policy/testing/judge";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { evaluateVersion } from "./evaluate.ts";
import { compilePolicy } from "./load.ts";

const total: TotalCondition = { kind: "total", of: "count", per: "resource", window: "1h", over: 0 };
const { name } = totalOf(total, ["refund.create"]);
const tier = (outcome: Outcome, over: number, upTo?: number, parts: Partial<Rule> = {}) =>
  rule({ id: `${outcome}-${over}`, outcome, conditions: [{ ...total, over, upTo }], ...parts });
const tiers = [
  tier("allow", 0, 10),
  tier("step_up", 10, 20, { approvals: 2, approvers: { kind: "owner_or_backups" } as Rule["approvers"] }),
  tier("block", 20),
];

/**
 * The verdicts if the total is `all`, `own` without other owners' pending requests, and `decided` with
 * what was decided after a past request.
 */
function judgeBy(rules: Rule[], defaultOutcome: DefaultOutcome) {
  const content = { defaultOutcome, unclassified: "allow" as const, rules, catalog: defaultCatalog };
  const policy = compilePolicy({ version: 3, digest: "test", ...content });
  return (all: number, own: number, decided = own) => {
    const totals = { [name]: all.toFixed(1) };
    const facts = {
      totals,
      ...(own !== all && { ownTotals: { [name]: own.toFixed(1) } }),
      ...(decided !== own && { decidedTotals: { [name]: decided.toFixed(1) } }),
    };
    const action = { type: "refund.create", params: usd(5), resource: "charge/1" };
    return evaluateVersion(policy, { agent: "agt_1", owner: "per_1", action, facts }, now);
  };
}

const verdict = (rules: Rule[], all: number, own: number, defaultOutcome: DefaultOutcome = "step_up") =>
  judgeBy(rules, defaultOutcome)(all, own);

test("what other owners' pending requests would block needs what every smaller number of them needs", () => {
  expect(verdict(tiers, 25, 15)).toMatchObject({
    ...{ outcome: "step_up", ruleIds: ["step_up-10"], approvalsRequired: 2, isSpared: true },
  });
  const safe = { numberMatching: true, readingSeconds: 30 } as const;
  const finance = { kind: "group", group: "grp_finance", ownerExcluded: false } as const;
  const guarded = tier("step_up", 10, 20, { id: "two", approvals: 2, approvers: finance, ...safe });
  expect(verdict([tier("allow", 0), guarded, tier("block", 20)], 25, 5)).toMatchObject({
    ...{ outcome: "step_up", ruleIds: ["two"], safeguards: safe },
    requirements: [requirementOf(guarded), requirementOf(defaults)],
  });
  expect(verdict([tier("allow", 0), tier("block", 20)], 25, 5)).toMatchObject({
    ...{ outcome: "step_up", ruleIds: [], approvalsRequired: 1 },
  });
});

test("a tier that ends below the total without them is not needed", () => {
  const [below, above] = [tier("step_up", 0, 4, { approvals: 3 }), tier("step_up", 10, 20)];
  expect(verdict([below, above, tier("block", 20)], 25, 5)).toMatchObject({ ruleIds: ["step_up-10"] });
});

test("what was decided after a past request blocks it, also where pending requests alone would not", () => {
  const judge = judgeBy(tiers, "step_up");
  expect(judge(25, 15, 20)).toMatchObject({ outcome: "step_up", isSpared: true });
  expect(judge(25, 15, 21)).toMatchObject({ outcome: "block", ruleIds: ["block-20"] });
  expect(judge(15, 15, 21)).toMatchObject({ outcome: "block" });
});

test("what the total without them blocks stays blocked, by every rule that blocks", () => {
  const blocked = verdict([...tiers, tier("block", 28)], 30, 25);
  expect(blocked).toMatchObject({ outcome: "block", ruleIds: ["block-20", "block-28"] });
  expect(blocked).not.toHaveProperty("isSpared");
  expect(verdict(tiers, 25, 25)).toMatchObject({ outcome: "block" });
});

test("they count towards needing approval", () => {
  expect(verdict(tiers, 15, 5)).toMatchObject({ outcome: "step_up", ruleIds: ["step_up-10"] });
  expect(verdict(tiers, 15, 5)).not.toHaveProperty("isSpared");
});

test("nor do they block by the default outcome, where an action is auto-approved within a limit alone", () => {
  const [within] = [tier("allow", 0, 10)];
  expect(verdict([within], 25, 5, "block")).toMatchObject({ outcome: "step_up", isSpared: true });
  expect(verdict([within], 25, 15, "block").outcome).toBe("block");
  expect(verdict([], 25, 5, "block").outcome).toBe("block");
});

test("a block for another reason stays a block", () => {
  expect(verdict([...tiers, rule({ id: "none", outcome: "block" })], 25, 5).outcome).toBe("block");
});

test("a rule in monitor mode would have blocked no more than an enforced one", () => {
  const monitored = tier("block", 20, undefined, { isMonitored: true });
  const rules = [rule({ id: "all", outcome: "allow" }), monitored];
  expect(verdict(rules, 25, 5)).toMatchObject({ outcome: "allow", monitored: { outcome: "step_up" } });
  expect(verdict(rules, 25, 21)).toMatchObject({ outcome: "allow", monitored: { outcome: "block" } });
});

test("for any policy, other owners' pending requests neither block nor loosen", () => {
  const strictness: Record<Outcome, number> = { allow: 0, step_up: 1, block: 2 };
  const someRule = fc
    .record({
      outcome: fc.constantFrom<Outcome>("allow", "step_up", "block"),
      over: fc.nat(30),
      width: fc.option(fc.integer({ min: 1, max: 30 })),
    })
    .map(({ outcome, over, width }) => ({ outcome, over, upTo: width === null ? undefined : over + width }));
  fc.assert(
    fc.property(
      fc.array(someRule, { maxLength: 4 }),
      fc.nat(40),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom<DefaultOutcome>("step_up", "block"),
      (parts, own, pending, byDefault) => {
        const rules = parts.map(({ outcome, over, upTo }, n) => tier(outcome, over, upTo, { id: `r${n}` }));
        const judge = judgeBy(rules, byDefault);
        const [outcome, without, all] = [
          judge(own + pending, own),
          judge(own, own),
          judge(own + pending, own + pending),
        ].map((one) => one.outcome);
        if (!outcome || !without || !all) throw new Error("three verdicts");
        if (without !== "block") expect(outcome).not.toBe("block");
        if (all !== "block") expect(outcome).toBe(all);
        else expect(strictness[outcome]).toBe(Math.max(1, strictness[without]));
      },
    ),
    { numRuns: 40 },
  );
});

test("for any policy, what others' pending requests would block needs no less than with fewer of them", () => {
  const finance = { kind: "group", group: "grp_finance", ownerExcluded: false } as const;
  const approvers: Rule["approvers"][] = [{ kind: "owner_or_backups" }, finance];
  const someRule = fc.record(
    {
      outcome: fc.constantFrom<Outcome>("allow", "step_up", "step_up", "block"),
      over: fc.nat(30),
      width: fc.integer({ min: 1, max: 30 }),
      approvals: fc.integer({ min: 1, max: 3 }),
      approvers: fc.constantFrom(...approvers),
      numberMatching: fc.constant<true>(true),
      readingSeconds: fc.integer({ min: 1, max: 60 }),
      allowEdits: fc.constant<true>(true),
      expiresAt: fc.constant("2020-01-01T00:00:00Z"),
    },
    { requiredKeys: ["outcome", "over", "approvals", "approvers"] },
  );
  let compared = 0;
  fc.assert(
    fc.property(
      fc.array(someRule, { minLength: 2, maxLength: 5 }),
      fc.nat(20),
      fc.nat(20),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom<DefaultOutcome>("step_up", "block"),
      (parts, own, fewer, more, byDefault) => {
        const rules = parts.map(({ outcome, over, width, ...rest }, n) =>
          tier(outcome, over, width === undefined ? undefined : over + width, {
            ...(outcome === "step_up" ? rest : { expiresAt: rest.expiresAt }),
            id: `r${n}`,
          }),
        );
        const judge = judgeBy([...rules, tier("block", own + fewer)], byDefault);
        const [less, spared] = [judge(own + fewer, own), judge(own + fewer + more, own)];
        if (!spared.isSpared || less.outcome !== "step_up") return;
        compared += 1;
        expect(stricterRequirements(spared.requirements, less.requirements)).toBeUndefined();
        expect(stricterSafeguards(spared.safeguards, less.safeguards)).toBeUndefined();
        expect(spared.requestTtlSeconds).toBeLessThanOrEqual(less.requestTtlSeconds);
        expect(spared.grantTtlSeconds).toBeLessThanOrEqual(less.grantTtlSeconds);
      },
    ),
    { numRuns: 150 },
  );
  expect(compared).toBeGreaterThan(10);
});
