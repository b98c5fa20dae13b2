import type { Rule } from "#lib/policy/language/rule";
import { checkByCedar } from "./cedar/check-by-cedar.ts";
import type { Asked, PolicyAsk } from "./context.ts";
import { findByPredicates, stepUpsReached } from "./find-by-predicates.ts";
import { obstaclesTo } from "./never-allow.ts";
import { type IndexedSlice, type LoadedPolicy, sliceFor } from "./rule-index.ts";
import { mayAllow } from "./shell-commands.ts";
import { type Findings, type Monitored, type Verdict, weigh } from "./verdict.ts";

/**
 * Evaluates an ask by one version: the predicates decide, Cedar checks a sample. Never throws
 * because of an agent's input: when the two differ or Cedar cannot evaluate, the result is the
 * default outcome or stricter, with the reason in `fault`.
 *
 * A total that several owners' agents add to never blocks because of their pending requests: no one
 * approved these, and an agent that fills the total with them would stop every other agent. What
 * they would block needs approval, by every step-up rule between the total without them and the
 * total with them: more of them never make an approval easier.
 *
 * What people approved and policy allowed since a past request does block it (`decidedTotals`).
 */
export function evaluateVersion(policy: LoadedPolicy, ask: PolicyAsk, now: Date): Verdict {
  const { totals, ownTotals, decidedTotals } = ask.facts ?? {};
  if (decidedTotals) {
    const facts = { ...ask.facts, totals: { ...totals, ...ownTotals, ...decidedTotals } };
    const decided = evaluateOnce(policy, { ...ask, facts }, now);
    if (decided.outcome === "block") return decided;
  }
  const verdict = evaluateOnce(policy, ask, now);
  const isBlocked = verdict.outcome === "block" || verdict.monitored?.outcome === "block";
  if (!isBlocked || ownTotals === undefined) return verdict;
  const without = evaluateOnce(policy, withOwnTotals(ask), now);
  const decided = verdict.outcome === "block" ? spared(verdict, without, policy, ask, now) : verdict;
  return { ...decided, ...(verdict.monitored && { monitored: sparedMonitored(verdict.monitored, without) }) };
}

/** The ask without the pending requests of other owners' agents. */
export function withOwnTotals(ask: PolicyAsk): PolicyAsk {
  const { totals, ownTotals, ...facts } = ask.facts ?? {};
  return { ...ask, facts: { ...facts, totals: { ...totals, ...ownTotals } } };
}

/** What becomes of a block, given the verdict without other owners' pending requests. */
function spared(
  blocked: Verdict,
  without: Verdict,
  policy: LoadedPolicy,
  ask: PolicyAsk,
  now: Date,
): Verdict {
  if (without.outcome === "block") return blocked;
  const { enforced } = sliceFor(policy, ask.action.type);
  const [asked, own] = [askedOf(policy, ask), askedOf(policy, withOwnTotals(ask))];
  const { indeterminate } = findByPredicates(enforced, own, now);
  const reached = stepUpsReached(enforced, own, asked, now);
  const findings = {
    ...nothing,
    steppingUp: reached.applying,
    indeterminate: [...new Set([...indeterminate, ...reached.indeterminate])],
    mayAllow: false,
  };
  const verdict = weigh(findings, { version: policy.version, defaultOutcome: "step_up" }, now);
  const fault = blocked.fault ?? without.fault;
  return { ...verdict, ...(fault !== undefined && { fault }), isSpared: true };
}

function sparedMonitored(monitored: Monitored, without: Verdict): Monitored {
  const isBlocked = monitored.outcome === "block" && (without.monitored ?? without).outcome === "block";
  return monitored.outcome !== "block" || isBlocked ? monitored : { ...monitored, outcome: "step_up" };
}

function evaluateOnce(policy: LoadedPolicy, ask: PolicyAsk, now: Date): Verdict {
  const { enforced, monitored } = sliceFor(policy, ask.action.type);
  const asked = askedOf(policy, ask);
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

function askedOf(policy: LoadedPolicy, { agent, owner, action, facts }: PolicyAsk): Asked {
  return { agent, owner, action, facts, currencyParam: policy.catalog.get(action.type)?.currencyParam };
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
