import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { type RequestReader, readableRequests } from "#lib/requests/visible-requests";
import type { ApprovedBefore } from "../finding.ts";
import { type EarlierRow, earlierQuery, repeatedQuery } from "./earlier-query.ts";
import { listSameCounterparty } from "./find-same-counterparty.ts";
import { harmless } from "./outcomes.ts";
import { strongestOf } from "./strongest.ts";

/** Of each kind, as many as a line counts. */
const most = 20;

/**
 * Which pending requests repeat approved ones, by the rule of a request's own page, among earlier
 * requests that the viewer may open, without test requests. Counterparties are compared for the
 * first 50 different look-ups.
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
  const [same, sameCounterparty] = await Promise.all([
    db.execute<EarlierRow>(earlierQuery(compared, { scope, most, now })),
    listSameCounterparty(db, compared, { scope, now }),
  ]);
  return strongestOf([...same, ...sameCounterparty], viewer.personId);
}

/** {@link listApprovedBefore} for a number alone: whether the same action was carried out. */
export async function listRepeated(
  db: Database,
  viewer: RequestReader,
  ids: string[],
  now: Date,
): Promise<Map<string, { isDone: boolean }>> {
  if (ids.length === 0) return new Map();
  const compared = ids.map((id) => ({ id, at: now }));
  const reading = { scope: readableRequests(viewer, now), now };
  const [same, sameCounterparty] = await Promise.all([
    db.execute<{ id: string; isDone: boolean }>(repeatedQuery(compared, reading)),
    listSameCounterparty(db, compared, reading),
  ]);
  const done = new Set(same.flatMap(({ id, isDone }) => (isDone ? [id] : [])));
  const found = [...same.map(({ id }) => id), ...sameCounterparty.flatMap(({ of }) => of)];
  return new Map(found.map((id) => [id, { isDone: done.has(id) }]));
}

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
