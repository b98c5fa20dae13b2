import type { Read } from "#lib/policy/engine/attribute";
import { possibleAmong } from "#lib/policy/engine/candidates";
import { type Facts, type PolicyAsk, valueAt } from "#lib/policy/engine/context";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import { historiesNeeded, type LoadedPolicy, sliceFor } from "#lib/policy/engine/rule-index";
import type { Verdict } from "#lib/policy/engine/verdict";
import type { Action } from "#lib/policy/language/action";
import type { History } from "#lib/policy/language/history";
import { PastTotals } from "./past-totals.ts";

/** The columns of a request's row a policy evaluates. */
export interface AskedRow {
  agent_id: string;
  owner_id: string;
  action: string;
  facts: Facts | null;
  /** When the request was made, and until when it counted, in milliseconds since the epoch. */
  asked_at: number;
  counted_until: number;
}

/** The verdict on a past request: undefined when a required total can no longer be determined. */
export type Judgement = Verdict | undefined;

/** Evaluates past requests by one version, as a live ask is evaluated. */
export class PastJudge {
  readonly #totals: PastTotals;

  /** Totals of windows that begin earlier are known only from a request's record. */
  knownFrom = Number.NEGATIVE_INFINITY;

  constructor(private readonly policy: LoadedPolicy) {
    this.#totals = new PastTotals(policy);
  }

  /** How far back the totals look, in milliseconds; 0 without totals. */
  get reachMs(): number {
    return this.#totals.reachMs;
  }

  /** What requests of a type need of their agents' history. */
  historiesOf(actionType: string): History[] {
    return historiesNeeded(this.policy, actionType);
  }

  /** Evaluates a request, and counts it for later requests. Pass requests in order. */
  judge(row: AskedRow, action: Action): Judgement {
    const { agent_id: agent, owner_id: owner, asked_at: at } = row;
    // A request without recorded labels came from an agent without labels.
    const { labels = [], totals, ownTotals, isNew = {} } = row.facts ?? {};
    if (this.reachMs === 0)
      return this.evaluateAsk({ agent, owner, action, facts: { labels, isNew } }, new Date(at));
    const isWindowKnown = at - this.reachMs >= this.knownFrom;
    const then = isWindowKnown ? this.#totals.of(madeOf(row, action)) : {};
    this.count(row, action);
    const facts = { labels, isNew, totals: { ...then, ...totals }, ...(ownTotals && { ownTotals }) };
    return this.evaluateAsk({ agent, owner, action, facts }, new Date(at), isWindowKnown);
  }

  /** Counts a request for later requests, without evaluating. */
  count(row: AskedRow, action: Action): void {
    this.#totals.add(madeOf(row, action));
  }

  /** As of `at`, for hours and expiries. `isWindowKnown`: whether a missing total was missing then too. */
  evaluateAsk(ask: PolicyAsk, at: Date, isWindowKnown = true): Judgement {
    const verdict = evaluateVersion(this.policy, ask, at);
    if (isWindowKnown || isCertainBlock(verdict)) return verdict;
    return isTotalMissing(this.policy, ask, at) ? undefined : verdict;
  }
}

function madeOf(
  { agent_id: agentId, owner_id: ownerId, asked_at: at, counted_until: until }: AskedRow,
  action: Action,
) {
  return { agentId, ownerId, action, at, until };
}

// A certain block remains for any totals.
function isCertainBlock({ outcome, ruleIds, indeterminateRuleIds }: Verdict): boolean {
  return outcome === "block" && ruleIds.length > indeterminateRuleIds.length;
}

// Whether a rule that no readable value excludes reads a total that the ask's facts don't have.
function isTotalMissing(policy: LoadedPolicy, ask: PolicyAsk, at: Date): boolean {
  const { enforced } = sliceFor(policy, ask.action.type);
  const asked = { ...ask, currencyParam: policy.catalog.get(ask.action.type)?.currencyParam };
  const valueFor = (read: Read | undefined) => read && valueAt(read, asked, at);
  return possibleAmong(enforced.candidates, ask.agent, (slot) => valueFor(enforced.reads[slot])).some(
    ({ compiled }) => compiled.reads.some((read) => read.as === "total" && valueFor(read) === undefined),
  );
}
