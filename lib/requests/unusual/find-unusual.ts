import type { Database } from "#db/client";
import { type EarlierRow, earlierQuery } from "#lib/requests/unusual/approved-before/earlier-query";
import { findSameCounterparty } from "#lib/requests/unusual/approved-before/find-same-counterparty";
import { strongestOf } from "#lib/requests/unusual/approved-before/strongest";
import { type RequestReader, readableRequests } from "#lib/requests/visible-requests";
import { findAmount } from "./amount-finding.ts";
import type { ComparedRequest } from "./decided-before.ts";
import { findDeniedBefore } from "./denied-before.ts";
import { findDifferences } from "./find-differences.ts";
import type { ApprovedBefore, Finding, FirstTime, PolicyChange } from "./finding.ts";
import { differsFromLast } from "./from-last.ts";
import { type HistorySummary, summarizeHistory } from "./summarize-history.ts";

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

/** {@link findUnusual} for pending requests of one agent and type, in as many statements. */
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
    const ofHistory = summary ? findInHistory(request, summary) : [];
    const found = differences?.get(id);
    const fromLast = summary && found && differsFromLast(request, found.earlier, ofHistory);
    return [
      ...[approved?.get(id), denied?.get(id), ...ofHistory],
      // Requests that never share a value say nothing by differing.
      found && (found.isSimilar || fromLast) && { ...found.differences, ...(fromLast && { fromLast }) },
    ].filter((finding) => finding !== undefined);
  });
}

function findInHistory(request: ComparedRequest, summary: HistorySummary): Finding[] {
  return [
    findAmount(request, summary),
    ...findFirstTimes(request, summary),
    findPolicyChange(request, summary),
  ].filter((finding) => finding !== undefined);
}

/** Requests with a common history. */
function assertAlike(requests: ComparedRequest[]): void {
  const [first, ...others] = requests;
  const isAlike = ({ agent, action, closedAt }: ComparedRequest) =>
    agent.id === first?.agent.id && action.type === first.action.type && !closedAt && !first.closedAt;
  if (!others.every(isAlike))
    throw new Error("Only pending requests of one agent and type are compared together");
}

function findPolicyChange(
  { policy }: ComparedRequest,
  { lastPolicyVersion, publishedAt }: HistorySummary,
): PolicyChange | undefined {
  if (lastPolicyVersion === null || publishedAt === null || lastPolicyVersion === policy.version)
    return undefined;
  const versions = { before: lastPolicyVersion, now: policy.version };
  return { kind: "policy_changed", ...versions, publishedAt: new Date(publishedAt) };
}

/** With fewer approved requests, nearly everything an agent does is a first time. */
const leastApproved = 5;

/**
 * What none of the agent's approved requests had: the action type, the tool, or the resource. A new
 * resource is unusual only where resources repeat (two requests on average).
 */
function findFirstTimes({ action }: ComparedRequest, history: HistorySummary): FirstTime[] {
  const { approved, ofType, withTool, ofTypeWithResource, resources, forThisResource, isCut } = history;
  const found: FirstTime[] = [];
  const isAll = !isCut;
  if (approved >= leastApproved) {
    if (ofType === 0) found.push({ kind: "first_for_agent", among: approved, isAll });
    if (action.audience !== undefined && withTool === 0)
      found.push({ kind: "first_for_tool", among: approved, isAll });
  }
  const repeat = ofTypeWithResource >= leastApproved && resources * 2 <= ofTypeWithResource;
  if (action.resource !== undefined && repeat && forThisResource === 0)
    found.push({ kind: "first_for_resource", among: ofType, isAll });
  return found;
}

/** Of each kind, as many as the page counts. */
const most = 100;

/**
 * Whether the same was approved before, by request ID: exactly this action, or the same amount for
 * the same resource, or for the same counterparty within a day; before now, or before the request
 * was closed. Only earlier requests that the viewer may open (invariant 14).
 * @param requests a request, or several that are pending, of one agent and type.
 */
async function findApprovedBefore(
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
