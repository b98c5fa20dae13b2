import type { Rule } from "#lib/policy/language/rule";
import { checkByCedar } from "./cedar/check-by-cedar.ts";
import type { Asked, PolicyAsk } from "./context.ts";
import { findByPredicates } from "./find-by-predicates.ts";
import { obstaclesTo } from "./never-allow.ts";
import { type IndexedSlice, type LoadedPolicy, sliceFor } from "./rule-index.ts";
import { mayAllow } from "./shell-commands.ts";
import { type Findings, type Verdict, weigh } from "./verdict.ts";

/**
 * Evaluates an ask by one version: the predicates decide, Cedar checks a sample. Never throws
 * because of an agent's input: when the two differ or Cedar cannot evaluate, the result is the
 * default outcome or stricter, with the reason in `fault`.
 */
export function evaluateVersion(policy: LoadedPolicy, ask: PolicyAsk, now: Date): Verdict {
  const { enforced, monitored } = sliceFor(policy, ask.action.type);
  const { agent, owner, action, facts } = ask;
  const asked = {
    agent,
    owner,
    action,
    facts,
    currencyParam: policy.catalogue.get(action.type)?.currencyParam,
  };
  const found = findingsOf(policy, enforced, asked, now);
  const findings = unlessObstructed(found, obstaclesTo(policy, ask));
  const verdict = weigh(findings, policy, now);
  if (monitored.rules.size === 0) return verdict;
  const observed = findingsOf(policy, monitored, asked, now);
  const ruleIds = applyingOf(observed).map(({ id }) => id);
  if (ruleIds.length === 0) return verdict;
  const both = unlessObstructed(together(found, observed), obstaclesTo(policy, ask, "all"));
  const { outcome } = weigh(both, policy, now);
  return { ...verdict, monitored: { ruleIds: ruleIds.sort(), outcome } };
}

function unlessObstructed(findings: Findings, obstacles: unknown[]): Findings {
  return obstacles.length === 0 ? findings : { ...findings, mayAllow: false };
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

function findingsOf(policy: LoadedPolicy, slice: IndexedSlice, ask: Asked, now: Date): Findings {
  if (slice.rules.size === 0) return nothing;
  const found = findByPredicates(slice, ask, now);
  const { applying, indeterminate, fault } = checkByCedar(found, slice, {
    ...{ ask, now },
    policyVersion: policy.version,
  });
  return {
    blocking: applying.filter((rule) => rule.outcome === "block"),
    steppingUp: applying.filter((rule) => rule.outcome === "step_up"),
    allowing: applying.filter((rule) => rule.outcome === "allow" && mayAllow(rule, ask)),
    indeterminate,
    mayAllow: fault === undefined,
    fault,
  };
}
