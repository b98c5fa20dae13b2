import type { Database } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { eligibilityError } from "./agent-eligibility.ts";
import type { AgentCaller } from "./find-caller.ts";

/** A caller as another call read it: the database has to confirm. */
interface Memory {
  caller: AgentCaller;
  until: Date;
}

const memories = new WeakMap<Database, Map<string, Memory>>();
const mostRemembered = 10_000;
const longestSeconds = 60;

/**
 * Remembers a caller that may ask, and forgets callers read more than a minute ago, with their
 * opened secrets. An agent that may not ask is read for every call.
 */
export function rememberCaller(db: Database, caller: AgentCaller, now: Date): void {
  const known = memories.get(db) ?? new Map<string, Memory>();
  memories.set(db, known);
  for (const [id, { until }] of known) {
    if (now < until) break;
    known.delete(id);
  }
  known.delete(caller.id);
  if (eligibilityError(caller)) return;
  const [oldest] = known.keys();
  if (known.size >= mostRemembered && oldest !== undefined) known.delete(oldest);
  known.set(caller.id, { caller: { ...caller, isRemembered: true }, until: addSeconds(now, longestSeconds) });
}

/** The caller in memory, if it was read within the last minute. */
export function recallCaller(db: Database, agentId: string, now: Date): AgentCaller | undefined {
  const memory = memories.get(db)?.get(agentId);
  const isFresh = memory && now < memory.until && now >= addSeconds(memory.until, -longestSeconds);
  return isFresh ? memory.caller : undefined;
}
