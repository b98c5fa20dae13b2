import { sql } from "drizzle-orm";
import type { requests, standingApprovals } from "#db/schema/requests";

export type StandingRow = typeof standingApprovals.$inferSelect & {
  /** Whom the read request asked. */
  readRequirements: unknown;
  readApprovals: number;
  readSafeguards: (typeof requests.$inferSelect)["safeguards"];
};

/** The columns of a row `s`, and of its read request `r`. */
export const standingColumns =
  sql.raw(`s.id, s.approval_id as "approvalId", s.person_id as "personId", s.agent_id as "agentId", s.action_type as "actionType",
  s.statement, s.count, s.total, s.created_at as "createdAt", s.expires_at as "expiresAt", s.waits_for_admin as "waitsForAdmin",
  r.requirements as "readRequirements", r.approvals_required as "readApprovals", r.safeguards as "readSafeguards"`);

/** The row `s` with its read request `r`. */
export const standingTables = sql.raw(
  "standing_approvals s join approvals b on b.id = s.approval_id join requests r on r.id = b.request_id",
);
