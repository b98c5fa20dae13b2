import type { Database } from "#db/client";
import { isDatabaseUnavailable } from "#db/unavailable";
import { batchCalls } from "#lib/batch-calls";
import { type Electorate, type ElectorateWanted, loadElectorates } from "./electorate.ts";
import { decidersNow } from "./seats.ts";

// One batcher per database, because tests have many in a process.
const loaders = new WeakMap<Database, (wanted: ElectorateWanted) => Promise<Electorate>>();
const options = { mostTogether: 64, mostUnderWay: 2, isEverybodys: isDatabaseUnavailable };

/** How many people may decide on a request now and have not yet: what an agent may know of them. */
export async function countDeciders(db: Database, wanted: ElectorateWanted): Promise<number> {
  const load =
    loaders.get(db) ?? batchCalls((all: ElectorateWanted[]) => loadElectorates(db.$client, all), options);
  loaders.set(db, load);
  return decidersNow(await load(wanted), wanted.now).length;
}
