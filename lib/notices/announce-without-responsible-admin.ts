import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type NoticeKind, notices } from "#db/schema/notices";
import { newId } from "#lib/ids";
import { listAdminIds } from "#lib/people/list-admins";
import { type LastingCredentialKind, lastingCredentials } from "#lib/people/responsible-admin";

const noticeOf: Record<LastingCredentialKind, NoticeKind> = {
  scim_token: "scim_token_unanswered",
  transmitter: "transmitter_unanswered",
};

/**
 * Notifies all admins of tokens and sources without a responsible admin, in the transaction in
 * which a person stops being an active admin; does nothing for an active admin, and for a person
 * without responsibility. Each admin has one notice of a kind: the linked page lists every token or
 * source. The notice is shown only while a responsible admin is missing: list-notices.ts.
 */
export async function announceWithoutResponsibleAdmin(
  tx: Transaction,
  { personId, now }: { personId: string; now: Date },
): Promise<void> {
  const left = await tx.execute<{ kind: LastingCredentialKind }>(sql`
    select distinct t.kind from ${lastingCredentials(now)} t where t.responsible_admin_id = ${personId} and not t.has_responsible_admin`);
  if (left.length === 0) return;
  const admins = await listAdminIds(tx);
  if (admins.length === 0) return;
  for (const kind of left.map((credential) => noticeOf[credential.kind])) {
    await tx
      .update(notices)
      .set({ seenAt: now })
      .where(and(inArray(notices.personId, admins), eq(notices.kind, kind), isNull(notices.seenAt)));
    const rows = admins.map((id) => ({ id: newId("ntc", now), personId: id, kind, createdAt: now }));
    await tx.insert(notices).values(rows);
  }
}
