import { possibleAmong } from "#lib/policy/engine/candidates";
import type { CompiledRule } from "#lib/policy/engine/compile";
import { type Asked, type Facts, type PolicyAsk, valueAt } from "#lib/policy/engine/context";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import { obstaclesTo } from "#lib/policy/engine/never-allow";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";
import { type IndexedSlice, sliceFor } from "#lib/policy/engine/rule-index";
import type { Verdict } from "#lib/policy/engine/verdict";
import type { Action } from "#lib/policy/language/action";
import { PastTotals } from "./past-totals.ts";

/** What of a request's row a policy judges. */
export interface AskedRow {
  agent_id: string;
  owner_id: string;
  action: string;
  facts: Facts | null;
  /** When it was asked, and until when it counted towards totals, in milliseconds since the epoch. */
  asked_at: number;
  counted_until: number;
}

/**
 * The verdict on a past request: undefined when it depends on a total that can no longer be
 * determined.
 */
export type Judgement = Verdict | undefined;

/** The most situations cached; what agents write must not fill the memory. */
const maximumCached = 10_000;

/**
 * Judges past requests by one version, asking Cedar once for every situation that it can tell apart: which rules no readable value rules
 * out, what of all that they read is missing, and whether the amount can be read at all. Each of those rules then applies, or is in doubt on
 * account of what is missing, and so the answer is the same (narrow.ts, compile.ts; a test holds the two together).
 */
export class PastJudge {
  readonly #kept = new Map<string, Judgement>();
  readonly #totals: PastTotals;

  /**
   * Totals that look back beyond this moment cannot be determined, except from what the request
   * recorded.
   */
  knownFrom = Number.NEGATIVE_INFINITY;

  constructor(private readonly policy: LoadedPolicy) {
    this.#totals = new PastTotals(policy);
  }

  /** How far back the totals look, in milliseconds; 0 without totals. */
  get reachMs(): number {
    return this.#totals.reachMs;
  }

  /** Judges a request, and counts it for later ones: requests have to be passed in their order. */
  judge(row: AskedRow, action: Action): Judgement {
    const { agent_id: agent, owner_id: owner, asked_at: at } = row;
    // A request without recorded labels was made by an agent without labels.
    const { labels = [], totals } = row.facts ?? {};
    if (this.reachMs === 0)
      return this.evaluateAsk({ agent, owner, action, facts: { labels } }, new Date(at));
    const isTold = at - this.reachMs >= this.knownFrom;
    const then = isTold ? this.#totals.of(madeOf(row, action)) : {};
    this.count(row, action);
    const facts = { labels, totals: { ...then, ...totals } };
    return this.evaluateAsk({ agent, owner, action, facts }, new Date(at), isTold);
  }

  /** Counts a request without judging it, for later ones. */
  count(row: AskedRow, action: Action): void {
    this.#totals.add(madeOf(row, action));
  }

  /**
   * @param at when it was asked: rules hold by the hours and expiries of then.
   * @param isTold whether a total that is missing was missing then too.
   */
  evaluateAsk(ask: PolicyAsk, at: Date, isTold = true): Judgement {
    const { enforced } = sliceFor(this.policy, ask.action.type);
    const { currencyParam } = this.policy.catalogue.get(ask.action.type) ?? {};
    const situation = situationOf(enforced, { ...ask, currencyParam }, at);
    const isUntold = situation.isTotalMissing && !isTold;
    // An expiry passes at a moment that the situation does not know.
    if (at.getTime() >= enforced.firstExpiry) return this.#ask(ask, at, isUntold);
    const mayAllow = obstaclesTo(this.policy, ask).length === 0;
    const key = `${isUntold} ${mayAllow} ${situation.key}`;
    if (this.#kept.has(key)) return this.#kept.get(key);
    const judgement = this.#ask(ask, at, isUntold);
    if (this.#kept.size >= maximumCached) this.#kept.clear();
    this.#kept.set(key, judgement);
    return judgement;
  }

  #ask(ask: PolicyAsk, at: Date, isUntold: boolean): Judgement {
    const verdict = evaluateVersion(this.policy, ask, at);
    return isUntold && !isCertainBlock(verdict) ? undefined : verdict;
  }
}

function madeOf(
  { agent_id: agentId, owner_id: ownerId, asked_at: at, counted_until: until }: AskedRow,
  action: Action,
) {
  return { agentId, ownerId, action, at, until };
}

// A block beyond doubt remains, whatever the totals were.
function isCertainBlock({ outcome, ruleIds, doubtfulRuleIds }: Verdict): boolean {
  return outcome === "block" && ruleIds.length > doubtfulRuleIds.length;
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
