import { sql } from "drizzle-orm";
import type { requests, standingApprovals } from "#db/schema/requests";

type Stored = typeof standingApprovals.$inferSelect;

/** A standing approval, with whom its read request asked. */
export type StandingRow = Pick<
  Stored,
  "id" | "actionType" | "statement" | "count" | "total" | "expiresAt" | "waitsForAdmin"
> &
  Pick<typeof requests.$inferSelect, "requirements" | "approvalsRequired" | "safeguards"> & {
    readId: string;
  };

/** The columns of a row `s`, and of its read request `r`. */
export const standingColumns =
  sql.raw(`s.id, s.action_type as "actionType", s.statement, s.count, s.total, s.expires_at as "expiresAt",
  s.waits_for_admin as "waitsForAdmin", r.id as "readId", r.requirements, r.approvals_required as "approvalsRequired", r.safeguards`);

/** The row `s` with its read request `r`. */
export const standingTables = sql.raw(
  "standing_approvals s join approvals b on b.id = s.approval_id join requests r on r.id = b.request_id",
);
