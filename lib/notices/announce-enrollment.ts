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
 * Notifies a person and all admins except the issuer of an admin's link for adding a passkey to the
 * person's account: a person who opens the link can approve in the account's name.
 */
export async function announceLink(tx: Transaction, link: Announced): Promise<void> {
  const recipients = new Set([link.personId, ...(await listAdminIds(tx))]);
  await give(tx, "link_issued", recipients, link, link.issuedBy);
}

/**
 * Notifies people of a passkey enrolled through a link. The person of a recovery is notified too,
 * who may not have opened the link, and so is the issuing admin. A newcomer's first passkey is
 * announced only to the other admins.
 */
export async function announceEnrollment(
  tx: Transaction,
  enrolled: Announced & { purpose: "invitation" | "recovery" },
): Promise<void> {
  const admins = await listAdminIds(tx);
  const isRecovery = enrolled.purpose === "recovery";
  const recipients = new Set(isRecovery ? [enrolled.personId, ...admins] : admins);
  if (!isRecovery) recipients.delete(enrolled.personId);
  await give(tx, "passkey_enrolled", recipients, enrolled, isRecovery ? null : enrolled.issuedBy);
}

async function give(
  tx: Transaction,
  kind: "link_issued" | "passkey_enrolled",
  recipients: Set<string>,
  { enrollmentId, now }: Announced,
  except: string | null,
): Promise<void> {
  // Sorted: each insert locks the person's row.
  const personIds = [...recipients].filter((id) => id !== except).sort();
  const rows = personIds.map((personId) => ({
    id: newId("ntc", now),
    ...{ personId, kind, enrollmentId, createdAt: now },
  }));
  if (rows.length > 0) await tx.insert(notices).values(rows);
}
