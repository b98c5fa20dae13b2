import { and, eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { passkeys } from "#db/schema/passkeys";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { lockAccess } from "#lib/people/lock-people";
import { isIndependent } from "./control-set.ts";

export interface PasskeyConfirmation {
  /** The confirming person: the passkey's own, or another admin. */
  actorId: string;
  confirmedWith: string;
  personId: string;
  credentialId: string;
  now: Date;
}

/**
 * Confirms that only its person controls a passkey, so that its approvals count next to those of
 * the admin who enrolled it (invariant 18). By the person with another own passkey, or by a second
 * admin who could not have the passkey. The confirming passkey must be independent: otherwise an
 * admin's two passkeys could confirm each other.
 * @throws {CountersignError} `not_found`, `not_entitled`, `conflict` when the passkey is confirmed
 * already
 */
export async function confirmPasskey(db: Database, confirmation: PasskeyConfirmation): Promise<void> {
  const { actorId, confirmedWith, personId, credentialId, now } = confirmation;
  await db.transaction(async (tx) => {
    // People before passkeys: the lock order of the verbs that end access.
    const activeRoles = await lockAccess(tx, [actorId, personId]);
    const isOwn = actorId === personId;
    if (!isOwn && !activeRoles.get(actorId)?.includes("admin")) throw notFound(credentialId);
    const { vouchedBy } = await lockUnconfirmed(tx, { personId, credentialId });
    if (!activeRoles.has(personId))
      throw new CountersignError("conflict", `${personId} is not active`, {
        userMessage: "This person isn't active, so nothing was confirmed. Reload the page.",
      });
    if (vouchedBy.includes(actorId)) throw issuedByActor(actorId);
    const isIndependently =
      confirmedWith !== credentialId &&
      (await isIndependent(tx, { personId: actorId, credentialId: confirmedWith }));
    if (!isIndependently) throw notIndependent(isOwn);
    const how = isOwn ? ("own" as const) : ("admin" as const);
    await tx
      .update(passkeys)
      .set({ confirmedAt: now, confirmedBy: actorId, confirmedWith: how })
      .where(eq(passkeys.credentialId, credentialId));
    const subject = { person: personId, passkey: credentialId };
    const data = { with: how, by_passkey: confirmedWith, vouched_by: vouchedBy };
    await recordAudit(
      tx,
      { type: "passkey.control_confirmed", actor: { personId: actorId }, subject, data },
      now,
    );
    // In this transaction: a crash leaves no request uncounted (recountConfirmed).
    await tx.execute(sql`select graphile_worker.add_job('recount')`);
  });
}

async function lockUnconfirmed(
  tx: Transaction,
  { personId, credentialId }: { personId: string; credentialId: string },
): Promise<{ vouchedBy: string[] }> {
  const [row] = await tx
    .select({ vouchedBy: passkeys.vouchedBy, confirmedAt: passkeys.confirmedAt })
    .from(passkeys)
    .where(and(eq(passkeys.credentialId, credentialId), eq(passkeys.personId, personId)))
    .for("update");
  if (!row) throw notFound(credentialId);
  if (row.confirmedAt === null && row.vouchedBy.length > 0) return row;
  throw new CountersignError("conflict", `${credentialId} needs no confirmation`, {
    userMessage: "This passkey is already confirmed. Reload the page.",
  });
}

function notFound(credentialId: string): CountersignError {
  return new CountersignError("not_found", `no passkey ${credentialId} to confirm for this person`, {
    userMessage: "This passkey doesn't exist, or you don't have access to it.",
  });
}

function issuedByActor(actorId: string): CountersignError {
  return new CountersignError("not_entitled", `the passkey goes back to a link that ${actorId} issued`, {
    userMessage: "You created the link for this passkey, so you can't confirm it. Ask another admin.",
  });
}

function notIndependent(isOwn: boolean): CountersignError {
  return new CountersignError("not_entitled", "the confirming passkey is not independent", {
    userMessage: isOwn
      ? "Confirm with another of your passkeys, one that is confirmed. If you don't have one, ask an admin who didn't issue your link."
      : "The passkey you used isn't confirmed. Use a confirmed one, or ask another admin to confirm this passkey.",
  });
}
