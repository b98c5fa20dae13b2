import { type Response, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import type { Rule } from "#lib/policy/language/rule";
import { type Asked, contextOf, type PolicyAsk } from "./context.ts";
import { narrow } from "./narrow.ts";
import { obstaclesTo } from "./never-allow.ts";
import { prepare } from "./preparse.ts";
import { type IndexedSlice, indeterminateId, type LoadedPolicy, type Slice, sliceFor } from "./rule-index.ts";
import { mayAllow } from "./shell-commands.ts";
import { type Findings, type Verdict, weigh } from "./verdict.ts";

/**
 * Evaluates an ask by one version. Never throws because of an agent's input: when Cedar cannot
 * evaluate, the result is the default outcome or stricter, with the reason in `fault`.
 */
export function evaluateVersion(policy: LoadedPolicy, ask: PolicyAsk, now: Date): Verdict {
  const { enforced, monitored } = sliceFor(policy, ask.action.type);
  const asked = { ...ask, currencyParam: policy.catalogue.get(ask.action.type)?.currencyParam };
  const found = findingsOf(enforced, asked, now);
  const findings = unlessObstructed(found, obstaclesTo(policy, ask));
  const verdict = weigh(findings, policy, now);
  if (monitored.rules.size === 0) return verdict;
  const observed = findingsOf(monitored, asked, now);
  const ruleIds = applyingOf(observed).map(({ id }) => id);
  if (ruleIds.length === 0) return verdict;
  const both = unlessObstructed(together(found, observed), obstaclesTo(policy, ask, "all"));
  const { outcome } = weigh(both, policy, now);
  return { ...verdict, monitored: { ruleIds: ruleIds.sort(), outcome } };
}

function unlessObstructed(findings: Findings, obstacles: unknown[]): Findings {
  return { ...findings, mayAllow: findings.mayAllow && obstacles.length === 0 };
}

function applyingOf({ blocking, steppingUp, allowing, indeterminate }: Findings): Rule[] {
  return [...blocking, ...steppingUp, ...allowing, ...indeterminate];
}

function together(one: Findings, other: Findings): Findings {
  return {
    blocking: [...one.blocking, ...other.blocking],
    steppingUp: [...one.steppingUp, ...other.steppingUp],
    allowing: [...one.allowing, ...other.allowing],
    indeterminate: [...one.indeterminate, ...other.indeterminate],
    mayAllow: one.mayAllow && other.mayAllow,
  };
}

const nothing: Findings = { blocking: [], steppingUp: [], allowing: [], indeterminate: [], mayAllow: true };

function findingsOf(whole: IndexedSlice, ask: Asked, now: Date): Findings {
  const slice = narrow(whole, ask, now);
  if (slice.rules.size === 0) return nothing;
  try {
    const { reasons, fault } = askCedar(slice, ask, now);
    const applying = [...slice.rules.values()].map(({ rule }) => rule).filter((rule) => reasons.has(rule.id));
    return {
      blocking: applying.filter((rule) => rule.outcome === "block"),
      steppingUp: applying.filter((rule) => rule.outcome === "step_up"),
      allowing: applying.filter((rule) => rule.outcome === "allow" && mayAllow(rule, ask)),
      indeterminate: [...slice.rules.values()]
        .map(({ rule }) => rule)
        .filter((rule) => isIndeterminate(rule, reasons)),
      mayAllow: fault === undefined,
      fault,
    };
  } catch (error) {
    return { ...nothing, mayAllow: false, fault: String(error) };
  }
}

function isIndeterminate(rule: Rule, reasons: ReadonlySet<string>): boolean {
  return reasons.has(indeterminateId(rule.id)) && !reasons.has(rule.id);
}

// Cedar reports the determining policies: the applicable forbids if any, else the applicable
// permits.
function askCedar(slice: Slice, ask: Asked, now: Date): { reasons: Set<string>; fault?: string } {
  const { context, isComplete } = contextOf(slice.reads, ask, now);
  const isCertain = isComplete && now.getTime() < slice.firstExpiry;
  const set = isCertain ? slice.plain : slice.withIndeterminate;
  prepare(set);
  const answer = statefulIsAuthorized({
    principal: { type: "Agent", id: ask.agent },
    action: { type: "Action", id: ask.action.type },
    resource: { type: "Resource", id: ask.action.resource ?? "" },
    context,
    entities: [],
    preparsedPolicySetId: set.id,
  });
  if (answer.type === "failure") throw new Error(answer.errors.map((error) => error.message).join("; "));
  return { reasons: new Set(answer.response.diagnostics.reason), ...faultOf(answer.response) };
}

function faultOf({ diagnostics }: Response): { fault?: string } {
  if (diagnostics.errors.length === 0) return {};
  return {
    fault: diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`).join("; "),
  };
}
