import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import type { VoidReason } from "#db/schema/requests";
import { type Actor, recordAudits } from "#lib/audit/record";
import { isAmong } from "./ended-approvals.ts";

/** Ends the standing denials among these decisions, each recorded. They stay ended (invariant 17). */
export async function endStandingDenials(
  tx: Transaction,
  { ended, reason, actor, now }: { ended: SQL[]; reason: VoidReason | "restored"; actor: Actor; now: Date },
): Promise<void> {
  const rows = await tx.execute<{ approval: string; agent: string }>(sql`
    with these as (
      select s.approval_id from standing_denials s join approvals d on d.id = s.approval_id join requests r on r.id = d.request_id
      where s.ended_at is null and s.expires_at > ${now.toISOString()} and ${isAmong(ended)} order by s.approval_id for update of s)
    update standing_denials s set ended_at = ${now.toISOString()} from these where s.approval_id = these.approval_id
    returning s.approval_id as approval, s.agent_id as agent`);
  const facts = rows.map((subject) => ({
    ...{ type: "standing_denial.ended" as const, actor, subject: { ...subject }, data: { reason } },
  }));
  await recordAudits(tx, facts, now);
}
