import type { Database } from "#db/client";
import { loadElectorate } from "./electorate.ts";
import { decidersNow } from "./seats.ts";

/** How many people may decide on a request now and have not yet: what an agent may know of them. */
export async function countDeciders(
  db: Database,
  { requestId, now }: { requestId: string; now: Date },
): Promise<number> {
  return decidersNow(await loadElectorate(db, { requestId, now }), now).length;
}
