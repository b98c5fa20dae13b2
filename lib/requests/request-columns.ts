import { sql } from "drizzle-orm";
import type { CloseReason, RequestState } from "#db/schema/requests";
import { visibleTo } from "#lib/approvals/visibility";
import type { RequestReader } from "./visible-requests.ts";

/** What the line and the page of a request both select, from the rows `r`, `a` and `o` (owner). */
export function requestColumns({ personId }: Pick<RequestReader, "personId">, now: Date) {
  return {
    id: sql<string>`r.id`,
    state: sql<RequestState>`r.state`,
    close_reason: sql<CloseReason | null>`r.close_reason`,
    action: sql<string>`r.action`,
    action_digest: sql<string>`r.action_digest`,
    agent_id: sql<string>`a.id`,
    agent_name: sql<string>`a.name`,
    is_test: sql<boolean>`a.is_test`,
    owner_id: sql<string>`o.id`,
    owner_name: sql<string>`o.name`,
    approvals_required: sql<number>`r.approvals_required`,
    approvals_given: sql<number>`r.approvals_given`,
    created_at: sql<string>`r.created_at`,
    expires_at: sql<string>`r.expires_at`,
    closed_at: sql<string | null>`r.closed_at`,
    is_break_glass: sql<boolean>`r.is_break_glass`,
    is_yours: sql<boolean>`${visibleTo(personId, now)}`,
  };
}
