import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { type ActionAmount, actionAmount } from "#lib/policy/action-types/action-amount";
import type { Action } from "#lib/policy/language/action";
import { type RequestReader, readableRequests } from "#lib/requests/visible-requests";
import type { EarlierRow } from "./approved-before/earlier-query.ts";
import { joined, selected } from "./approved-before/outcomes.ts";
import { type ComparedRequest, decidedBefore } from "./decided-before.ts";
import { differenceDescriptions } from "./describe-difference.ts";
import { comparedPart, firstDifferences } from "./find-differences.ts";
import type { RepeatOutcome, ShownDifference } from "./finding.ts";

export interface LikeRequest {
  requestId: string;
  /** When it was decided. */
  at: Date;
  /** Written by the agent: untrusted. */
  amount: ActionAmount | undefined;
  /** The first values that differ from the compared request, apart from the amount. */
  differences: ShownDifference[];
  /** How many more differ. */
  more: number;
  /** The deciders' names. */
  by: string[];
  outcome: RepeatOutcome | "denied";
}

const most = 10;
const mostDifferences = 2;

/**
 * The last ten requests of the same agent and type that people decided before this one, newest
 * first, among those the viewer may open (invariant 14). Agents can make auto-approved requests
 * without limit.
 */
export async function listLastLike(
  db: Database,
  viewer: RequestReader,
  request: ComparedRequest,
  now: Date,
): Promise<LikeRequest[]> {
  if (request.agent.isTest) return [];
  const rows = await db.execute<Row>(lastLikeQuery(viewer, request, now));
  return rows.map((row) => likeRequest(row, request));
}

type Row = EarlierRow & { action: string; state: "approved" | "denied" };

/** In the order of the index: the query stops at the tenth. */
export function lastLikeQuery(viewer: RequestReader, request: ComparedRequest, now: Date): SQL {
  return sql`
    with e as materialized (
      select array[]::text[] as ids, r.agent_id, r.id, 'action' as same
      from ${decidedBefore([request])} r join agents a on a.id = r.agent_id
      where r.action_type = ${request.action.type} and ${readableRequests(viewer, now)}
      order by r.id collate "C" desc limit ${most})
    ${selected(now)}, r.action, r.state from e join requests r on r.id = e.id ${joined} order by r.id desc`;
}

function likeRequest(
  { id, at, action, state, outcome, deciders }: Row,
  request: ComparedRequest,
): LikeRequest {
  const earlier = JSON.parse(action) as Action;
  const amount = actionAmount(earlier, request.entry ?? undefined);
  const describe = differenceDescriptions(earlier, request.action, request.descriptor);
  const { shown, more } = firstDifferences(
    withoutAmount(earlier, request),
    withoutAmount(request.action, request),
    describe,
    mostDifferences,
  );
  return {
    ...{ requestId: id, at: new Date(at), amount, differences: shown, more },
    by: (deciders ?? []).map(({ name }) => name),
    outcome: state === "denied" ? "denied" : outcome,
  };
}

// The table has a column for the amount.
function withoutAmount(action: Action, { entry }: ComparedRequest) {
  const { [entry?.amountParam ?? ""]: _, ...params } = action.params;
  return comparedPart({ ...action, params });
}
