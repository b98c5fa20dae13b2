import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import type { NoticeKind } from "#db/schema/notices";
import { announce } from "#lib/notices/announce";
import { type LastingCredentialKind, lastingCredentials } from "#lib/people/responsible-admin";

const noticeOf: Record<LastingCredentialKind, NoticeKind> = {
  scim_token: "scim_token_without_admin",
  event_source: "event_source_without_admin",
};

/** Notifies all admins of tokens and sources that lose their active responsible admin. */
export async function announceWithoutResponsibleAdmin(
  tx: Transaction,
  { personId, now }: { personId: string; now: Date },
): Promise<void> {
  const left = await tx.execute<{ kind: LastingCredentialKind }>(sql`
    select distinct t.kind from ${lastingCredentials(now)} t where t.responsible_admin_id = ${personId} and not t.has_responsible_admin`);
  for (const { kind } of left) await announce(tx, { kind: noticeOf[kind], now });
}
