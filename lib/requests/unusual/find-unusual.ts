import type { Database } from "#db/client";
import type { RequestReader } from "#lib/requests/visible-requests";
import { findAmount } from "./amount-finding.ts";
import { findApprovedBefore } from "./approved-before/find-approved-before.ts";
import type { ComparedRequest } from "./decided-before.ts";
import { findDeniedBefore } from "./denied-before.ts";
import { findDifferences } from "./find-differences.ts";
import type { Finding } from "./finding.ts";
import { findFirstTimes } from "./first-times.ts";
import { findPolicyChange } from "./policy-change.ts";
import { summarizeHistory } from "./summarize-history.ts";

/**
 * What is unusual about a request, the most serious first; empty without enough history, for a
 * blocked request and for a test request. An auto-approved request is compared only with what was
 * approved before. Statements about the agent's whole history are only for viewers who may read all of it,
 * and single earlier requests only for viewers who may open them (invariant 14, and
 * docs/decisions/0020-unusual-by-decided-history.md).
 */
export async function findUnusual(
  db: Database,
  viewer: RequestReader,
  request: ComparedRequest,
  now: Date,
): Promise<Finding[]> {
  if (request.state === "blocked" || request.agent.isTest) return [];
  const approved = await findApprovedBefore(db, viewer, request, now);
  if (request.state === "allowed") return approved ? [approved] : [];
  const [denied, history, differences] = await Promise.all([
    findDeniedBefore(db, viewer, request, now),
    summarizeHistory(db, viewer, request, now),
    findDifferences(db, viewer, request, now),
  ]);
  const ofHistory = history
    ? [findAmount(request, history), ...findFirstTimes(request, history), findPolicyChange(request, history)]
    : [];
  return [approved, denied, ...ofHistory, differences].filter((finding) => finding !== undefined);
}
