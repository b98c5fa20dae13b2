import { possibleAmong } from "#lib/policy/engine/candidates";
import type { CompiledRule } from "#lib/policy/engine/compile";
import { type Asked, type Facts, type PolicyAsk, valueAt } from "#lib/policy/engine/context";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import { obstaclesTo } from "#lib/policy/engine/never-allow";
import { type IndexedSlice, type LoadedPolicy, sliceFor } from "#lib/policy/engine/rule-index";
import type { Verdict } from "#lib/policy/engine/verdict";
import type { Action } from "#lib/policy/language/action";
import { PastTotals } from "./past-totals.ts";

/** The columns of a request's row a policy evaluates. */
export interface AskedRow {
  agent_id: string;
  owner_id: string;
  action: string;
  facts: Facts | null;
  /**
   * When the request was made, and until when it counted towards totals, in milliseconds since the
   * epoch.
   */
  asked_at: number;
  counted_until: number;
}

/** The verdict on a past request: undefined when a required total can no longer be determined. */
export type Judgement = Verdict | undefined;

/** The most situations cached; what agents write must not fill the memory. */
const maximumCached = 10_000;

/**
 * Evaluates past requests by one version, asking Cedar once for every distinguishable situation:
 * the rules not excluded by a readable value, the missing values among those they read, and whether
 * the amount is readable at all. Each of these rules then applies, or is indeterminate because of
 * the missing values, so the result is the same (narrow.ts, compile.ts; a test compares the two).
 */
export class PastJudge {
  readonly #cache = new Map<string, Judgement>();
  readonly #totals: PastTotals;

  /**
   * Totals whose window begins before this moment cannot be determined, except from the request's
   * record.
   */
  knownFrom = Number.NEGATIVE_INFINITY;

  constructor(private readonly policy: LoadedPolicy) {
    this.#totals = new PastTotals(policy);
  }

  /** How far back the totals look, in milliseconds; 0 without totals. */
  get reachMs(): number {
    return this.#totals.reachMs;
  }

  /** Evaluates a request, and counts it for later requests. Pass requests in order. */
  judge(row: AskedRow, action: Action): Judgement {
    const { agent_id: agent, owner_id: owner, asked_at: at } = row;
    // A request without recorded labels came from an agent without labels.
    const { labels = [], totals } = row.facts ?? {};
    if (this.reachMs === 0)
      return this.evaluateAsk({ agent, owner, action, facts: { labels } }, new Date(at));
    const isWindowKnown = at - this.reachMs >= this.knownFrom;
    const then = isWindowKnown ? this.#totals.of(madeOf(row, action)) : {};
    this.count(row, action);
    const facts = { labels, totals: { ...then, ...totals } };
    return this.evaluateAsk({ agent, owner, action, facts }, new Date(at), isWindowKnown);
  }

  /** Counts a request for later requests, without evaluating. */
  count(row: AskedRow, action: Action): void {
    this.#totals.add(madeOf(row, action));
  }

  /**
   * @param at when the request was made: hours and expiries of rules apply as of then.
   * @param isWindowKnown whether a missing total was already missing at the time.
   */
  evaluateAsk(ask: PolicyAsk, at: Date, isWindowKnown = true): Judgement {
    const { enforced } = sliceFor(this.policy, ask.action.type);
    const { currencyParam } = this.policy.catalogue.get(ask.action.type) ?? {};
    const situation = situationOf(enforced, { ...ask, currencyParam }, at);
    const isTotalUnknown = situation.isTotalMissing && !isWindowKnown;
    // An expiry passes at a moment that the situation does not know.
    if (at.getTime() >= enforced.firstExpiry) return this.#ask(ask, at, isTotalUnknown);
    const mayAllow = obstaclesTo(this.policy, ask).length === 0;
    const key = `${isTotalUnknown} ${mayAllow} ${situation.key}`;
    if (this.#cache.has(key)) return this.#cache.get(key);
    const judgement = this.#ask(ask, at, isTotalUnknown);
    if (this.#cache.size >= maximumCached) this.#cache.clear();
    this.#cache.set(key, judgement);
    return judgement;
  }

  #ask(ask: PolicyAsk, at: Date, isTotalUnknown: boolean): Judgement {
    const verdict = evaluateVersion(this.policy, ask, at);
    return isTotalUnknown && !isCertainBlock(verdict) ? undefined : verdict;
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

interface Situation {
  key: string;
  isTotalMissing: boolean;
}

function situationOf(slice: IndexedSlice, asked: Asked, at: Date): Situation {
  const isMissing = (read: CompiledRule["reads"][number]) => valueAt(read, asked, at) === undefined;
  const possible = possibleAmong(slice.candidates, asked.agent, (slot) => {
    const read = slice.reads[slot];
    return read && valueAt(read, asked, at);
  });
  let key = "";
  let isTotalMissing = false;
  for (const { rule, reads } of possible) {
    key += ` ${rule.id}`;
    for (const read of reads) {
      if (!isMissing(read)) continue;
      key += `?${read.attribute}`;
      isTotalMissing ||= read.as === "total";
    }
  }
  return { key, isTotalMissing };
}
