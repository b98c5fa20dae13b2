import type { Action } from "../action.ts";
import { possibleAmong } from "../candidates.ts";
import type { CompiledRule } from "../compile.ts";
import { type Asked, type Facts, type PolicyAsk, valueAt } from "../context.ts";
import { evaluateVersion } from "../evaluate.ts";
import type { LoadedPolicy } from "../load.ts";
import { obstaclesTo } from "../obstacles.ts";
import { type IndexedSlice, sliceFor } from "../slice.ts";
import type { Verdict } from "../verdict.ts";

/** What of a request's row a policy judges. */
export interface AskedRow {
  agent_id: string;
  owner_id: string;
  action: string;
  facts: Facts | null;
  /** When it was asked, in milliseconds since the epoch. */
  asked_at: number;
}

/** The ask of a past request. One that recorded no labels was made by an agent that had none. */
export function askOf(row: AskedRow): PolicyAsk {
  return {
    agent: row.agent_id,
    owner: row.owner_id,
    action: JSON.parse(row.action) as Action,
    facts: { labels: [], ...row.facts },
  };
}

/** What is said of a past request: nothing when it turns on a total that was not recorded. */
export type Judgement = Verdict | undefined;

/** Situations kept; what agents write must not fill the memory. */
const mostKept = 10_000;

/**
 * Judges past requests by one version, asking Cedar once for every situation that it can tell apart: which rules no readable value rules
 * out, what of all that they read is missing, and whether the amount can be read at all. Each of those rules then applies, or is in doubt on
 * account of what is missing, and so the answer is the same (narrow.ts, compile.ts; a test holds the two together).
 */
export class PastJudge {
  readonly #kept = new Map<string, Judgement>();

  constructor(private readonly policy: LoadedPolicy) {}

  /** @param at when it was asked: rules hold by the hours and expiries of then. */
  judge(ask: PolicyAsk, at: Date): Judgement {
    const { enforced } = sliceFor(this.policy, ask.action.type);
    const { currencyParam } = this.policy.catalogue.get(ask.action.type) ?? {};
    const situation = situationOf(enforced, { ...ask, currencyParam }, at);
    // An expiry passes at a moment that the situation does not know.
    if (at.getTime() >= enforced.firstExpiry) return this.#ask(ask, at, situation.isTotalMissing);
    const key = `${obstaclesTo(this.policy, ask).length} ${situation.key}`;
    if (this.#kept.has(key)) return this.#kept.get(key);
    const judgement = this.#ask(ask, at, situation.isTotalMissing);
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(key, judgement);
    return judgement;
  }

  #ask(ask: PolicyAsk, at: Date, isTotalMissing: boolean): Judgement {
    const verdict = evaluateVersion(this.policy, ask, at);
    return isTotalMissing && !isCertainBlock(verdict) ? undefined : verdict;
  }
}

// A block that is beyond doubt stands, whatever the totals were.
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
