import type { Database } from "#db/client";
import { type RequestReader, readableRequests } from "#lib/requests/visible-requests";
import type { ApprovedBefore } from "../finding.ts";
import { type EarlierRow, earlierQuery, repeatedQuery } from "./earlier-query.ts";
import { strongestOf } from "./strongest.ts";

/** Of each kind, as many as a line counts. */
const most = 20;

/**
 * Which of several pending requests repeat what was approved before, by the rule of a request's own
 * page: exactly the same action, or the same amount for the same resource and type. Only of earlier
 * requests that the viewer may open, and no test requests. A request's own page compares
 * counterparties too.
 * @param ids requests that the viewer may read.
 */
export async function listApprovedBefore(
  db: Database,
  viewer: RequestReader,
  ids: string[],
  now: Date,
): Promise<Map<string, ApprovedBefore>> {
  if (ids.length === 0) return new Map();
  const compared = ids.map((id) => ({ id, at: now }));
  const scope = readableRequests(viewer, now);
  const rows = await db.execute<EarlierRow>(earlierQuery(compared, { scope, most, now }));
  return strongestOf(rows, viewer.personId);
}

/**
 * Which of several pending requests {@link listApprovedBefore} has a finding for, and whether exactly the
 * same action was carried out. Where only their number is shown: without reading the earlier requests.
 */
export async function listRepeated(
  db: Database,
  viewer: RequestReader,
  ids: string[],
  now: Date,
): Promise<Map<string, { isDone: boolean }>> {
  if (ids.length === 0) return new Map();
  const compared = ids.map((id) => ({ id, at: now }));
  const rows = await db.execute<{ id: string; isDone: boolean }>(
    repeatedQuery(compared, { scope: readableRequests(viewer, now), now }),
  );
  const done = new Set(rows.flatMap(({ id, isDone }) => (isDone ? [id] : [])));
  return new Map(rows.map(({ id }) => [id, { isDone: done.has(id) }]));
}
