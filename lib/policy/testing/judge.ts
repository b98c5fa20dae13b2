import type { Json } from "#lib/json/canonical";
import type { PolicyAsk } from "#lib/policy/engine/context";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import { compilePolicy } from "#lib/policy/engine/load";
import type { Verdict } from "#lib/policy/engine/verdict";
import type { Condition } from "#lib/policy/language/condition";
import { type DefaultOutcome, type Rule, ruleSchema } from "#lib/policy/language/rule";
import { defaultCatalog, defaultUnclassified } from "#lib/policy/versions/defaults";

export const now = new Date("2026-05-01T12:00:00Z");

/** Amounts in USD over 0, up to 100. */
export const upTo100: Condition & { kind: "amount" } = {
  kind: "amount",
  amount: "amount",
  currency: "currency",
  currencies: ["USD"],
  over: 0,
  upTo: 100,
};

/** Amounts in USD over 50,000. */
export const over50000: Condition = { ...upTo100, over: 50_000, upTo: undefined };

/** A rule, by default about refunds; the ID is the outcome. */
export function rule(parts: Partial<Rule> & Pick<Rule, "outcome">): Rule {
  return ruleSchema.parse({
    id: parts.outcome.replace("_", "-"),
    title: "A rule",
    actions: ["refund.create"],
    ...parts,
  });
}

/** The verdict on an action by a policy with these rules and the default action types. */
export function judge(
  rules: Rule[],
  params: Record<string, Json>,
  type = "refund.create",
  defaultOutcome: DefaultOutcome = "step_up",
): Verdict {
  return evaluateAsk(rules, { action: { type, params } }, now, defaultOutcome);
}

/** The verdict on a whole ask: with other facts, agent or time. */
export function evaluateAsk(
  rules: Rule[],
  ask: Partial<PolicyAsk> & Pick<PolicyAsk, "action">,
  at: Date = now,
  defaultOutcome: DefaultOutcome = "step_up",
): Verdict {
  const content = { defaultOutcome, unclassified: defaultUnclassified, rules, catalog: defaultCatalog };
  const parts = { version: 3, digest: "test", ...content };
  return evaluateVersion(compilePolicy(parts), { agent: "agt_1", owner: "per_1", ...ask }, at);
}

/** Parameters of a payment or refund in USD. */
export function usd(amount: Json): Record<string, Json> {
  return { amount, currency: "USD" };
}
