import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { type OfferedStatement, type OfferOptions, offerStatement } from "#lib/approvals/offer-statement";
import { mostTogether } from "#lib/approvals/together/batch";
import { findObstacle, type Obstacle } from "#lib/approvals/together/find-obstacle";
import { decidableRows } from "#lib/approvals/visibility";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { findRequestForViewer } from "../find-for-viewer.ts";
import type { RequestView } from "../request-view.ts";
import type { RequestReader } from "../visible-requests.ts";

export interface TogetherRequest {
  view: RequestView;
  offer: OfferedStatement;
}

export interface TogetherRequests {
  /** The first to expire, at most {@link mostTogether}. */
  requests: TogetherRequest[];
  /** Requests that are approved alone, and why. */
  alone: { view: RequestView; obstacle: Obstacle }[];
  hasMore: boolean;
}

/** A batch's requests, and some that are approved alone. */
const mostRead = 2 * mostTogether;

/** Pending decidable requests of one agent and type, with their statements. */
export async function listTogether(
  db: Database,
  viewer: RequestReader,
  about: { agentId: string; type: string },
  offering: Pick<OfferOptions, "environment" | "secret" | "now">,
): Promise<TogetherRequests> {
  const { personId } = viewer;
  const { now } = offering;
  const rows = await db.execute<{ id: string }>(sql`
    select r.id ${decidableRows(personId, now)} and r.agent_id = ${about.agentId} and r.action_type = ${about.type}
    order by r.expires_at, r.id limit ${mostRead + 1}`);
  const policyVersion = await currentPolicyVersion(db);
  const found: TogetherRequests = { requests: [], alone: [], hasMore: rows.length > mostRead };
  for (const { id } of rows.slice(0, mostRead)) {
    const view = await findRequestForViewer(db, viewer, id, now);
    if (!view.viewerRole.mayDecide) continue;
    const { decidable } = view.viewerRole;
    const obstacle = await findObstacle(db, { ...decidable, policyVersion });
    if (obstacle) found.alone.push({ view, obstacle });
    else if (found.requests.length === mostTogether) return { ...found, hasMore: true };
    else
      found.requests.push({
        view,
        offer: await offerStatement(db, decidable, { approverId: personId, ...offering }),
      });
  }
  return found;
}
