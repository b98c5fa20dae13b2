import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import type { standingApprovals } from "#db/schema/requests";
import { isOpen } from "#lib/voiding/end-standing-approvals";

export type StandingRow = typeof standingApprovals.$inferSelect;

/** The columns of a row `s`. */
export const standingColumns =
  sql.raw(`s.id, s.approval_id as "approvalId", s.person_id as "personId", s.agent_id as "agentId", s.statement,
  s.credential_id as "credentialId", s.public_key as "publicKey", s.authenticator_data as "authenticatorData",
  s.client_data_json as "clientDataJson", s.signature, s.passkey_origin as "passkeyOrigin", s.count, s.total,
  s.last_drawn_at as "lastDrawnAt", s.sampled_at as "sampledAt", s.sampled, s.created_at as "createdAt",
  s.waits_for_admin as "waitsForAdmin"`);

/** The standing approval, locked; undefined once it ended, and while it waits for a second admin. */
export async function lockStanding(tx: Transaction, id: string, now: Date): Promise<StandingRow | undefined> {
  const [row] = await tx.execute<StandingRow>(sql`
    select ${standingColumns} from standing_approvals s
    where s.id = ${id} and ${isOpen(now)} and not s.waits_for_admin for update`);
  return row;
}
