import type { Transaction } from "#db/client";
import { notices } from "#db/schema/notices";
import { newId } from "#lib/ids";
import { listAdminIds } from "#lib/people/list-admins";

interface Announced {
  enrollmentId: string;
  personId: string;
  issuedBy: string | null;
  now: Date;
}

/**
 * Notifies a person and all admins that an admin issued a link by which a passkey can be added to
 * the person's account: the person who opens the link can approve in that name. The issuer gets no
 * notice.
 */
export async function announceLink(tx: Transaction, link: Announced): Promise<void> {
  const told = new Set([link.personId, ...(await listAdminIds(tx))]);
  await give(tx, "link_issued", told, link, link.issuedBy);
}

/**
 * Notifies people that a passkey was enrolled through a link. A recovery is news to its person too,
 * who may not have opened the link, and to the admin who issued it. The first passkey of a newcomer
 * is news to the other admins only.
 */
export async function announceEnrollment(
  tx: Transaction,
  enrolled: Announced & { purpose: "invitation" | "recovery" },
): Promise<void> {
  const admins = await listAdminIds(tx);
  const isRecovery = enrolled.purpose === "recovery";
  const told = new Set(isRecovery ? [enrolled.personId, ...admins] : admins);
  if (!isRecovery) told.delete(enrolled.personId);
  await give(tx, "passkey_enrolled", told, enrolled, isRecovery ? null : enrolled.issuedBy);
}

async function give(
  tx: Transaction,
  kind: "link_issued" | "passkey_enrolled",
  told: Set<string>,
  { enrollmentId, now }: Announced,
  except: string | null,
): Promise<void> {
  // In one order, since each row locks its person's.
  const personIds = [...told].filter((id) => id !== except).sort();
  const rows = personIds.map((personId) => ({
    id: newId("ntc", now),
    ...{ personId, kind, enrollmentId, createdAt: now },
  }));
  if (rows.length > 0) await tx.insert(notices).values(rows);
}
