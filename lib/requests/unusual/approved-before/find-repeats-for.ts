import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { readableRequests } from "#lib/requests/visible-requests";
import { repeatedQuery } from "./earlier-query.ts";
import { listSameCounterparty } from "./find-same-counterparty.ts";
import { harmless } from "./outcomes.ts";

/** Which pending requests repeat a run or runnable one, within what the reader may open. */
export async function findRepeatsFor(
  db: Database,
  wanted: { requestId: string; personId: string }[],
  now: Date,
): Promise<(requestId: string, personId: string) => boolean> {
  if (wanted.length === 0) return () => false;
  const compared = wanted.map(({ requestId, personId }) => ({ id: requestId, at: now, readerId: personId }));
  const scope = readableRequests({ personId: sql`c.reader_id`, roles: ["approver"] }, now);
  const [same, sameCounterparty] = await Promise.all([
    db.execute<{ id: string; readerId: string }>(repeatedQuery(compared, { scope, isHarmful: true, now })),
    listSameCounterparty(db, compared, { scope, now }),
  ]);
  const harmful = sameCounterparty.filter(({ outcome }) => !harmless.includes(outcome));
  const found = new Set([
    ...same.map(({ id, readerId }) => `${id} ${readerId}`),
    ...harmful.flatMap(({ of, readerId }) => of.map((id) => `${id} ${readerId}`)),
  ]);
  return (requestId, personId) => found.has(`${requestId} ${personId}`);
}
