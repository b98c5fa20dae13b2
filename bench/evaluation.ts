import type { ActionType } from "#lib/policy/action-types/action-type";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import { compilePolicy } from "#lib/policy/engine/load";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";
import { type Rule, ruleSchema } from "#lib/policy/language/rule";
import { percentile } from "./statistics.ts";

/** How long the policy takes to judge an ask, in microseconds. */
export interface EvaluationTime {
  rules: number;
  /**
   * `spread`: ten rules for each action type, and some for all types; `one type`: every rule is
   * about the requested type.
   */
  shape: "spread" | "one type";
  p50Micros: number;
  p99Micros: number;
}

const options = { evaluations: 20_000, warmUp: 2000 };

/**
 * Evaluates asks of many amounts, currencies and agents under policies of 10, 100 and 1,000 rules.
 */
export function measureEvaluation(): EvaluationTime[] {
  return (["spread", "one type"] as const).flatMap((shape) =>
    [10, 100, 1000].map((rules) => ({ rules, shape, ...timesOf(policyOf(rules, shape), rules) })),
  );
}

function timesOf(policy: LoadedPolicy, rules: number): { p50Micros: number; p99Micros: number } {
  const times: number[] = [];
  const now = new Date("2026-05-04T10:00:00Z");
  for (let index = -options.warmUp; index < options.evaluations; index++) {
    const ask = askNumber(Math.abs(index), rules);
    const start = performance.now();
    evaluateVersion(policy, ask, now);
    if (index >= 0) times.push((performance.now() - start) * 1000);
  }
  return { p50Micros: percentile(times, 50), p99Micros: percentile(times, 99) };
}

function askNumber(index: number, rules: number) {
  const params = { amount: ((index * 7919) % 1_200_000) / 100, currency: index % 8 === 0 ? "EUR" : "USD" };
  const action = { type: "refund.create", resource: `charge/ch_${index % 50}`, params };
  const facts = { labels: [`label-${index % rules}`] };
  return { agent: `agt_${index % 40}`, owner: "per_1", action, facts };
}

function policyOf(count: number, shape: EvaluationTime["shape"]): LoadedPolicy {
  const rules = Array.from({ length: count }, (_, index) => ruleNumber(index, shape));
  const types = new Set(rules.flatMap(({ actions }) => actions).filter((type) => type !== "*"));
  const catalog = [...types].map(
    (type): ActionType => ({
      type,
      title: type,
      risk: "spend",
      schema: {},
      amountParam: "amount",
      currencyParam: "currency",
    }),
  );
  return compilePolicy({
    version: 1,
    digest: "bench",
    defaultOutcome: "step_up",
    unclassified: "allow",
    rules,
    catalog,
  });
}

// Of ten rules, five are tiers of a threshold; the others test the agent, its labels, the resource
// or a text.
function ruleNumber(index: number, shape: EvaluationTime["shape"]): Rule {
  const [ten, place] = [Math.floor(index / 10), index % 10];
  const type = shape === "one type" || ten === 0 ? "refund.create" : `service-${ten}.create`;
  const isForAll = shape === "spread" && place === 9;
  return ruleSchema.parse({
    id: `rule-${index}`,
    title: `Rule ${index}`,
    outcome: place === 0 ? "allow" : place === 4 ? "block" : "step_up",
    actions: [isForAll ? "*" : type],
    ...(place < 5 ? { conditions: [tier(ten, place)] } : scopeOf(index, place)),
  });
}

function tier(threshold: number, place: number) {
  const edges = [0, 100, 1000, 5000, 50_000].map((edge) => (edge === 0 ? 0 : edge + threshold));
  const currencies = [threshold === 0 ? "USD" : `C${threshold}`];
  return {
    kind: "amount",
    amount: "amount",
    currency: "currency",
    currencies,
    over: edges[place] ?? 0,
    ...(place < 4 && { upTo: edges[place + 1] }),
  };
}

function scopeOf(index: number, place: number) {
  switch (place) {
    case 5:
      return { agents: [`agt_${index % 40}`], conditions: [tier(0, 3)] };
    case 6:
      return { resource: `invoice/${index}/*` };
    case 7:
      return { conditions: [{ kind: "text", param: "currency", is: "one_of", values: [`X${index}`] }] };
    case 8:
      return { conditions: [{ kind: "number", param: "amount", is: "over", value: 1_000_000 + index }] };
    default:
      return { labels: [`label-${index}`] };
  }
}
