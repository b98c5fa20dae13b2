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
 * blocked and for a test request. An auto-approved request is compared only with what was approved
 * before. Only viewers of the agent's whole history read statements about it, and single requests
 * only viewers who may open them (invariant 14, and
 * docs/decisions/0020-unusual-by-decided-history.md).
 */
export async function findUnusual(
  db: Database,
  viewer: RequestReader,
  request: ComparedRequest,
  now: Date,
): Promise<Finding[]> {
  const [findings = []] = await listUnusual(db, viewer, [request], now);
  return findings;
}

/**
 * {@link findUnusual} for several pending requests of one agent and type, in as many statements.
 */
export async function listUnusual(
  db: Database,
  viewer: RequestReader,
  requests: ComparedRequest[],
  now: Date,
): Promise<Finding[][]> {
  assertAlike(requests);
  const compared = requests.filter(({ state, agent }) => state !== "blocked" && !agent.isTest);
  const byPeople = compared.filter(({ state }) => state !== "allowed");
  const [approved, denied, history, differences] = await Promise.all([
    compared.length === 0 ? undefined : findApprovedBefore(db, viewer, compared, now),
    ...(byPeople.length === 0
      ? ([undefined, undefined, undefined] as const)
      : ([
          findDeniedBefore(db, viewer, byPeople, now),
          summarizeHistory(db, viewer, byPeople, now),
          findDifferences(db, viewer, byPeople, now),
        ] as const)),
  ]);
  return requests.map((request) => {
    const { id } = request;
    const summary = history?.get(id);
    const ofHistory = summary
      ? [
          findAmount(request, summary),
          ...findFirstTimes(request, summary),
          findPolicyChange(request, summary),
        ]
      : [];
    return [approved?.get(id), denied?.get(id), ...ofHistory, differences?.get(id)].filter(
      (finding) => finding !== undefined,
    );
  });
}

/** Requests that can share a history; another one would be compared with that of the first. */
function assertAlike(requests: ComparedRequest[]): void {
  const [first, ...others] = requests;
  const isAlike = ({ agent, action, closedAt }: ComparedRequest) =>
    agent.id === first?.agent.id && action.type === first.action.type && !closedAt && !first.closedAt;
  if (!others.every(isAlike))
    throw new Error("Only pending requests of one agent and type are compared together");
}
