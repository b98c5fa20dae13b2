import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { challenges, passkeys } from "#db/schema/passkeys";
import { type Actor, recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { endDeviceSessions } from "#lib/sessions/end-device-sessions";
import { approvalsByPasskeysOf } from "#lib/voiding/ended-approvals";
import { voidApprovals } from "#lib/voiding/void-approvals";

export interface PasskeyRemoval {
  personId: string;
  credentialId: string;
  sessionHash: string;
  now: Date;
}

/**
 * Removes one of a person's own passkeys, but never the last: there is no password to fall back on.
 * The passkey may be stolen, so its approvals become void (invariant 17): unredeemed grants, and
 * approvals on pending requests. Phone sessions on other devices end.
 * @throws {CountersignError} `last_passkey`, `not_found`
 */
export async function removePasskey(
  tx: Transaction,
  { personId, credentialId, sessionHash, now }: PasskeyRemoval,
): Promise<void> {
  // People before requests and passkeys. Two tabs never remove both of two passkeys.
  await tx.select({ id: people.id }).from(people).where(eq(people.id, personId)).for("update");
  await requireAnotherPasskey(tx, { personId, credentialId });
  const actor = { personId };
  const ended = approvalsByPasskeysOf(personId, credentialId);
  await voidApprovals(tx, { ended, reason: "passkey_removed", personId, actor, now });
  await tx
    .delete(passkeys)
    .where(and(eq(passkeys.credentialId, credentialId), eq(passkeys.personId, personId)));
  await endDeviceSessions(tx, { personId, exceptSession: sessionHash, now });
  const subject = { person: personId, passkey: credentialId };
  await recordAudit(tx, { type: "passkey.removed", actor, subject }, now);
}

async function requireAnotherPasskey(
  tx: Transaction,
  { personId, credentialId }: Pick<PasskeyRemoval, "personId" | "credentialId">,
): Promise<void> {
  const registered = await tx
    .select({ credentialId: passkeys.credentialId })
    .from(passkeys)
    .where(eq(passkeys.personId, personId));
  if (!registered.some((passkey) => passkey.credentialId === credentialId)) {
    throw new CountersignError("not_found", "no such passkey of this person", {
      userMessage: "This passkey was removed. Reload the page.",
    });
  }
  if (registered.length === 1) {
    throw new CountersignError("last_passkey", "a person's last passkey cannot be removed", {
      userMessage: "This is your only passkey. Add another one before removing it.",
    });
  }
}

/** Removes the passkeys of a leaver, or lost ones. */
export async function removeAllPasskeys(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  await tx.delete(challenges).where(and(eq(challenges.personId, personId), isNull(challenges.usedAt)));
  const removed = await tx
    .delete(passkeys)
    .where(eq(passkeys.personId, personId))
    .returning({ credentialId: passkeys.credentialId });
  for (const { credentialId } of removed) {
    const subject = { person: personId, passkey: credentialId };
    await recordAudit(tx, { type: "passkey.removed", actor, subject }, now);
  }
}
