import type { Database } from "#db/client";
import { isDatabaseBusy, isDatabaseUnavailable, isLockTimeout } from "#db/unavailable";
import { fairBatches, fairQueue } from "#lib/batching/fair-batches";
import { writeBounds } from "#lib/batching/group-commit-per-database";
import { recoveredErrors } from "#lib/kernel/recovered-errors";
import {
  agentsOfHeldTotals,
  type CountedAsk,
  type Inserted,
  insertCountedBatch,
  Unsettled,
} from "./insert-counted-batch.ts";

/**
 * Stores a request that counts towards its own deciding totals. Each request sees all earlier ones,
 * also of its own batch, and is stored before the next batch with one of its totals looks, so that
 * concurrent requests within a threshold do not exceed it together.
 *
 * A request that its batch can't settle is stored alone: its agent or key is being changed, or it
 * was not stored and a later request had counted it.
 */
export async function insertWithTotals(db: Database, ask: CountedAsk): Promise<Inserted> {
  const lane = laneOf(db);
  const agentId = ask.of.agentId;
  if (!lane.leavers.has(agentId)) {
    const inserted = await lane.together(agentId, ask);
    if (inserted) return inserted;
  }
  lane.leavers.set(agentId, (lane.leavers.get(agentId) ?? 0) + 1);
  try {
    return await lane.alone(agentId, () => insertAlone(db, ask));
  } finally {
    const left = (lane.leavers.get(agentId) ?? 1) - 1;
    if (left > 0) lane.leavers.set(agentId, left);
    else lane.leavers.delete(agentId);
  }
}

// For each database, because tests have many. Waiting for another batch's total uses a connection,
// so the number of waiting batches is limited, for the sake of asks without totals. An agent that
// asks endlessly delays only its own asks.
const lanes = new WeakMap<Database, ReturnType<typeof openLane>>();

function laneOf(db: Database) {
  const lane = lanes.get(db) ?? openLane(db);
  lanes.set(db, lane);
  return lane;
}

const bounds = { mostUnderWay: 2, mostWaiting: writeBounds.mostWaiting };

function openLane(db: Database) {
  const together = fairBatches((asks: CountedAsk[]) => insertTogether(db, asks), {
    mostTogether: 48,
    ...bounds,
  });
  /** Agents with asks stored alone, and how many: their next asks delay no batch. */
  const leavers = new Map<string, number>();
  return { together, alone: fairQueue(bounds), leavers };
}

/** The results, in order; undefined for an ask that has to be stored alone. */
async function insertTogether(db: Database, asks: CountedAsk[]): Promise<(Inserted | undefined)[]> {
  try {
    return await insertCountedBatch(db, asks, { mayWait: false });
  } catch (error) {
    if (error instanceof Unsettled) return insertOthers(db, asks, error.agentIds);
    const held = isLockTimeout(error) ? await agentsOfHeldTotals(db, asks) : new Set<string>();
    return held.size > 0 ? insertOthers(db, asks, held) : leaveAll(asks, error);
  }
}

/** Tries once more, without the agents that the batch could not settle. */
async function insertOthers(db: Database, asks: CountedAsk[], left: Set<string>) {
  const others = asks.filter(({ of }) => !left.has(of.agentId));
  const results = await insertCountedBatch(db, others, { mayWait: false }).catch((error) => {
    return leaveAll(others, error);
  });
  return asks.map((ask) => results[others.indexOf(ask)]);
}

/** Each ask is stored alone: a failing one fails no other. */
function leaveAll(asks: CountedAsk[], error: unknown): undefined[] {
  if (isDatabaseUnavailable(error)) throw error;
  if (!isDatabaseBusy(error) && !(error instanceof Unsettled))
    recoveredErrors.publish({ during: "a batch of asks", error });
  return asks.map(() => undefined);
}

async function insertAlone(db: Database, ask: CountedAsk): Promise<Inserted> {
  const [inserted] = await insertCountedBatch(db, [ask], { mayWait: true });
  if (!inserted) throw new Error("the statement returned no row for the request");
  return inserted;
}
