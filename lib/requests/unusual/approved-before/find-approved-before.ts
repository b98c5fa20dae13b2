import type { Database } from "#db/client";
import { type RequestReader, readableRequests } from "#lib/requests/visible-requests";
import type { ComparedRequest } from "../decided-before.ts";
import type { ApprovedBefore } from "../finding.ts";
import { type EarlierRow, earlierQuery } from "./earlier-query.ts";
import { findSameCounterparty } from "./find-same-counterparty.ts";
import { strongestOf } from "./strongest.ts";

/** Of each kind, as many as the page counts. */
const most = 100;

/**
 * Whether the same was approved before, by request ID: exactly this action, or the same amount for
 * the same resource, or for the same counterparty within a day; before now, or before the request
 * was closed. Only earlier requests that the viewer may open (invariant 14).
 * @param requests a request, or several that are pending, of one agent and type.
 */
export async function findApprovedBefore(
  db: Database,
  viewer: RequestReader,
  requests: ComparedRequest[],
  now: Date,
): Promise<Map<string, ApprovedBefore>> {
  const at = requests[0]?.closedAt ?? now;
  const scope = readableRequests(viewer, now);
  const compared = requests.map(({ id }) => ({ id, at }));
  const [same, sameCounterparty] = await Promise.all([
    db.execute<EarlierRow>(earlierQuery(compared, { scope, most, now })),
    findSameCounterparty(db, requests, { scope, at, now }),
  ]);
  return strongestOf([...same, ...sameCounterparty], viewer.personId);
}

/** What was approved before, by the findings of a request. */
export function repeatIn(findings: { kind: string }[]): ApprovedBefore | undefined {
  return findings.find((finding): finding is ApprovedBefore => finding.kind === "approved_before");
}
