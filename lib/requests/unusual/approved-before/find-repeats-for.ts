import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { listReadable } from "#lib/requests/list-readable";
import { byCompared, type EarlierRow, earlierQuery } from "./earlier-query.ts";
import { isHarmless } from "./strongest.ts";

/** Of each kind, as many as are checked for each reader. */
const most = 5;

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
  const compared = [...new Set(wanted.map(({ requestId }) => requestId))].map((id) => ({ id, at: now }));
  const rows = await db.execute<EarlierRow>(earlierQuery(compared, { scope: sql`true`, most, now }));
  const earlier = byCompared(rows.filter(({ outcome }) => !isHarmless(outcome)));
  const pairs = wanted.flatMap(({ requestId, personId }) =>
    (earlier.get(requestId) ?? []).map(({ id }) => ({ requestId, personId, id })),
  );
  const readable = await listReadable(
    db,
    pairs.map(({ personId, id }) => ({ reader: { personId, roles: ["approver"] }, requestId: id })),
    now,
  );
  const found = new Set(
    pairs.flatMap(({ requestId, personId }, n) => (readable[n] ? [`${requestId} ${personId}`] : [])),
  );
  return (requestId, personId) => found.has(`${requestId} ${personId}`);
}
