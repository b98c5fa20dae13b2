import fc from "fast-check";
import { dropUndefined } from "#lib/policy/language/drop-undefined";
import { defaults } from "#lib/policy/language/rule";
import type { Measure, Threshold, Tier } from "#lib/policy/thresholds/threshold";

const edge = fc.oneof(
  fc.constantFrom(0.0001, 0.1, 0.3, 1, 99.9999, 100, 100.0001, 5000, 50_000, 922_337_203_685_477),
  fc.integer({ min: 1, max: 9_000_000_000 }).map((count) => count / 10_000),
);

const measure: fc.Arbitrary<Measure> = fc.oneof(
  fc.constant<Measure>({
    kind: "amount",
    amount: "amount",
    currency: "currency",
    currencies: ["USD", "EUR"],
  }),
  fc.constant<Measure>({ kind: "number", param: "count" }),
  fc.constant<Measure>({ kind: "total", of: "sum", per: "agent", window: "24h", currencies: ["USD"] }),
  fc.constant<Measure>({ kind: "total", of: "count", per: "owner", window: "7d" }),
);

const step = fc.record({
  outcome: fc.constantFrom<Tier["outcome"]>("allow", "step_up", "block", "none"),
  approvals: fc.integer({ min: 1, max: 5 }),
  escalateAfterSeconds: fc.option(fc.integer({ min: 60, max: 3600 }), { nil: undefined }),
  grantTtlSeconds: fc.integer({ min: 30, max: 900 }),
  requestTtlSeconds: fc.integer({ min: 60, max: 86_400 }),
  numberMatching: fc.option(fc.constant(true as const), { nil: undefined }),
  readingSeconds: fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined }),
  allowEdits: fc.option(fc.constant(true as const), { nil: undefined }),
});

const onList = {
  ...{ kind: "text" as const, param: "customer", is: "none_of" as const },
  ...{ list: "Known", values: ["cus_1", "cus_2"] },
};

const isNew = { kind: "history" as const, param: "customer", is: "new" as const, days: 90 };

/** A threshold without errors. */
export const threshold: fc.Arbitrary<Threshold> = fc
  .record({
    measure,
    edges: fc.uniqueArray(edge, { maxLength: 6 }),
    steps: fc.array(step, { minLength: 7, maxLength: 7 }),
    conditions: fc.option(fc.constantFrom<Threshold["conditions"]>([onList], [isNew, onList], [isNew]), {
      nil: undefined,
    }),
    resource: fc.option(fc.constant("charge/*"), { nil: undefined }),
    labels: fc.option(fc.constant<string[]>(["batch"]), { nil: undefined }),
    isMonitored: fc.option(fc.boolean(), { nil: undefined }),
    enabled: fc.boolean(),
  })
  .map(({ edges, steps, ...shared }) =>
    dropUndefined({ ...shared, id: "steps", action: "refund.create", tiers: bandsOf(edges, steps) }),
  )
  .filter(({ tiers }) => tiers.some(({ outcome }) => outcome !== "none"));

type Step = Omit<Tier, "ruleId" | "title" | "upTo" | "approvers">;

function bandsOf(edges: number[], steps: Step[]): Tier[] {
  const tops = [...edges.toSorted((one, other) => one - other), undefined];
  return tops.map((upTo, index) => {
    const { outcome, ...rest } = steps[index] as Step;
    const isSilent = outcome === "none" && (steps[index - 1]?.outcome !== "none" || index === 0);
    if (isSilent) return silence(upTo);
    const says = outcome === "none" ? "block" : outcome;
    const common = { ruleId: `step-${index}`, title: `Step ${index}`, outcome: says, upTo };
    if (says === "step_up") return dropUndefined({ ...common, ...rest });
    const { grantTtlSeconds, requestTtlSeconds } = rest;
    return dropUndefined({ ...common, approvals: 1, grantTtlSeconds, requestTtlSeconds });
  });
}

function silence(upTo: number | undefined): Tier {
  return dropUndefined({ ruleId: "none", title: "", outcome: "none" as const, upTo, ...defaults });
}
