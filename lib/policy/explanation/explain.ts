import type { CompiledRule } from "#lib/policy/engine/compile";
import { type Asked, type PolicyAsk, valueAt } from "#lib/policy/engine/context";
import { evaluateVersion, withOwnTotals } from "#lib/policy/engine/evaluate";
import { obstaclesTo } from "#lib/policy/engine/never-allow";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";
import { isExpired, type Verdict } from "#lib/policy/engine/verdict";
import type { Phrase } from "#lib/policy/language/phrase";
import { concerns, type Rule } from "#lib/policy/language/rule";
import { type ExplainedTier, tierOf } from "./explained-tier.ts";
import { findingWords } from "./finding-words.ts";

/** A rule's part in an outcome. An uncheckable rule counts if it blocks or steps up. */
export type RuleResult = "decided" | "decided_unchecked" | "outweighed" | "unchecked" | "did_not_apply";

/** A condition and whether it matched; undefined when undeterminable. */
export interface Finding {
  /** The finding's part of the rule: `conditions.0`, `agents`. */
  field: string;
  matches: boolean | undefined;
  phrase: Phrase;
}

export interface RuleExplanation extends Pick<Rule, "title" | "outcome" | "approvals"> {
  ruleId: string;
  result: RuleResult;
  /** In monitor mode the rule decides nothing; its result is hypothetical. */
  isMonitored: boolean;
  /** Exactly one finding prevented the rule from applying, other than the limits of a threshold's tier. */
  isNearMiss: boolean;
  tier: ExplainedTier | undefined;
  findings: Finding[];
}

export interface Explanation {
  verdict: Verdict;
  /** Reasons against auto-approval, independent of the rules. */
  obstacles: Phrase[];
  /** Every enabled rule about this action type: deciding rules first, then near misses. */
  rules: RuleExplanation[];
}

/** Explains each rule's part in the outcome. @param decided the recorded deciding rules, if any */
export function explain(
  policy: LoadedPolicy,
  ask: PolicyAsk,
  now: Date,
  decided?: readonly string[],
): Explanation {
  const verdict = evaluateVersion(policy, ask, now);
  const decidedBy = verdict.isSpared ? withOwnTotals(ask) : ask;
  const asked = { ...decidedBy, currencyParam: policy.catalog.get(ask.action.type)?.currencyParam };
  const deciding = new Set(decided ?? verdict.ruleIds);
  const rules = policy.rules
    .filter(({ rule }) => concerns(rule, ask.action.type))
    .map((compiled) => explainRule(compiled, asked, now, deciding));
  const obstacles = [...obstaclesTo(policy, ask), ...(verdict.isSpared ? [othersPending] : [])];
  return { verdict, obstacles, rules: rules.sort(byInterest) };
}

const othersPending: Phrase = [
  "pending requests of other owners' agents take a total over its limit. The totals below leave them out",
];

function explainRule(
  compiled: CompiledRule,
  asked: Asked,
  now: Date,
  deciding: ReadonlySet<string>,
): RuleExplanation {
  const { rule, tests } = compiled;
  const findings = [
    ...agentFinding(rule, asked),
    ...tests.map((test): Finding => {
      const value = valueAt(test.read, asked, now);
      const matches = value === undefined ? undefined : test.matches(value);
      return { field: test.field, matches, phrase: findingWords(rule, test, asked, value) };
    }),
    ...expiryFinding(rule, now),
  ];
  const failed = findings.filter(({ matches }) => matches === false).length;
  const unsure = findings.filter(({ matches }) => matches === undefined).length;
  return {
    ruleId: rule.id,
    title: rule.title,
    outcome: rule.outcome,
    approvals: rule.approvals,
    result: resultOf(failed, unsure, deciding.has(rule.id)),
    isMonitored: rule.isMonitored === true,
    isNearMiss: failed === 1 && unsure === 0 && findings.length > 1 && !isBesideTier(rule, findings),
    tier: tierOf(compiled, asked, now),
    findings,
  };
}

// Of a threshold's tiers one applies at most: the others missing it by their limits says nothing.
function isBesideTier({ threshold }: Rule, findings: Finding[]): boolean {
  const failed = findings.filter(({ matches }) => matches === false);
  return threshold !== undefined && failed.every(({ field }) => field.startsWith("conditions."));
}

function resultOf(failed: number, unsure: number, isDeciding: boolean): RuleResult {
  if (isDeciding) return unsure > 0 ? "decided_unchecked" : "decided";
  if (failed > 0) return "did_not_apply";
  return unsure > 0 ? "unchecked" : "outweighed";
}

function agentFinding({ agents }: Rule, { agent }: Asked): Finding[] {
  if (agents === undefined) return [];
  const matches = agents.includes(agent);
  return [{ field: "agents", matches, phrase: [`it is ${matches ? "" : "not "}for this agent`] }];
}

// An expired allow allows nothing; the actions that an expired block or step-up covered get the
// default until an admin renews or removes the rule (compile.ts).
function expiryFinding(rule: Rule, now: Date): Finding[] {
  if (rule.expiresAt === undefined) return [];
  const at = `${rule.expiresAt.slice(0, 16).replace("T", " ")} UTC`;
  if (!isExpired(rule, now)) return [{ field: "expiresAt", matches: true, phrase: [`applies until ${at}`] }];
  const matches = rule.outcome === "allow" ? false : undefined;
  return [{ field: "expiresAt", matches, phrase: [`expired ${at}`] }];
}

const interest: RuleResult[] = ["decided", "decided_unchecked", "outweighed", "unchecked", "did_not_apply"];

function byInterest(one: RuleExplanation, other: RuleExplanation): number {
  const place = ({ result, isNearMiss }: RuleExplanation) =>
    interest.indexOf(result) * 2 - (isNearMiss ? 1 : 0);
  return place(one) - place(other);
}
