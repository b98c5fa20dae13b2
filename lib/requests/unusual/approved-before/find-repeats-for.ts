import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { readableRequests } from "#lib/requests/visible-requests";
import { repeatedQuery } from "./earlier-query.ts";

/**
 * Which of these pending requests repeat, for the person who reads about them, what ran or can still
 * run. Only of earlier requests that the person may open (invariant 14).
 */
export async function findRepeatsFor(
  db: Database,
  wanted: { requestId: string; personId: string }[],
  now: Date,
): Promise<(requestId: string, personId: string) => boolean> {
  if (wanted.length === 0) return () => false;
  const compared = wanted.map(({ requestId, personId }) => ({ id: requestId, at: now, readerId: personId }));
  const scope = readableRequests({ personId: sql`c.reader_id`, roles: ["approver"] }, now);
  const rows = await db.execute<{ id: string; readerId: string }>(
    repeatedQuery(compared, { scope, isHarmful: true, now }),
  );
  const found = new Set(rows.map(({ id, readerId }) => `${id} ${readerId}`));
  return (requestId, personId) => found.has(`${requestId} ${personId}`);
}
