import type { Database } from "#db/client";
import { isDatabaseUnavailable } from "#db/unavailable";
import { batchCalls } from "#lib/batch-calls";
import { approvalsNow } from "./approvals-now.ts";
import { type Electorate, type ElectorateWanted, loadElectorates } from "./electorate.ts";
import { decidersNow } from "./seats.ts";

// One batcher per database, because tests have many in a process.
const loaders = new WeakMap<Database, (wanted: ElectorateWanted) => Promise<Electorate>>();
const options = { mostTogether: 64, mostUnderWay: 2, isEverybodys: isDatabaseUnavailable };

/** What an agent may know of who decides: how many it takes, how many are there, and how many may decide now and have not yet. */
export async function findApprovals(
  db: Database,
  wanted: ElectorateWanted,
): Promise<{ required: number; given: number; deciders: number }> {
  const load =
    loaders.get(db) ?? batchCalls((all: ElectorateWanted[]) => loadElectorates(db.$client, all), options);
  loaders.set(db, load);
  const electorate = await load(wanted);
  const { required, given } = approvalsNow(electorate, wanted.now);
  return { required, given, deciders: decidersNow(electorate, wanted.now).length };
}
