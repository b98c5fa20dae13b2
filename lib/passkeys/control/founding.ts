import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people, workspace } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { recordAudit } from "#lib/audit/record";
import { announce } from "#lib/notices/announce";
import { activeAdmin } from "#lib/people/active";
import { endFoundingPeriod } from "#lib/workspace/change-workspace";

/**
 * Whether the workspace never had a second admin with a passkey. Until then every link comes from
 * the only admin, and no one else could confirm a passkey: invited passkeys count alone. A yes
 * stays true until the transaction ends.
 */
export async function lockFounding(tx: Transaction): Promise<boolean> {
  const isFounding = isNull(workspace.secondAdminSince);
  const [seen] = await tx.select({ id: workspace.id }).from(workspace).where(isFounding);
  // The period ends permanently, so the row of a workspace past the period is never locked.
  if (!seen) return false;
  const locked = await tx.select({ id: workspace.id }).from(workspace).where(isFounding).for("update");
  return locked.length > 0;
}

/**
 * Ends the founding period when a person becomes the second active admin with a passkey. Invitees'
 * passkeys then count next to the inviting admin's only after confirmation (control-set.ts), and
 * all admins are notified if such passkeys exist. The second admin's first passkey is accepted: no
 * one else could confirm it. Called wherever a person may have become an active admin with a
 * passkey, in a transaction retried after a deadlock: it locks the workspace and admins after the
 * person.
 */
export async function endFounding(
  tx: Transaction,
  { personId, now }: { personId: string; now: Date },
): Promise<void> {
  if (!(await lockFounding(tx)) || !(await isSecondAdmin(tx, personId))) return;
  await endFoundingPeriod(tx, now);
  await recordAudit(
    tx,
    { type: "workspace.founding_ended", actor: { personId }, subject: { person: personId } },
    now,
  );
  await acceptFirstPasskey(tx, { personId, now });
  if (await isAnyToConfirm(tx)) await announce(tx, { kind: "founding_ended", now });
}

async function isAnyToConfirm(tx: Transaction): Promise<boolean> {
  const counted = tx
    .select({ id: passkeys.credentialId })
    .from(passkeys)
    .innerJoin(people, eq(people.id, passkeys.personId))
    .where(
      and(
        eq(passkeys.isFounding, true),
        isNull(passkeys.confirmedAt),
        sql`${passkeys.vouchedBy} <> '{}'`,
        eq(people.status, "active"),
      ),
    );
  return (await counted.limit(1)).length > 0;
}

async function isSecondAdmin(tx: Transaction, personId: string): Promise<boolean> {
  const admins = await tx
    .select({ id: people.id })
    .from(people)
    .where(
      and(
        activeAdmin(people),
        sql`exists (select from ${passkeys} where ${passkeys.personId} = ${people.id})`,
      ),
    );
  return admins.length > 1 && admins.some(({ id }) => id === personId);
}

// The oldest passkey: the first admin could have enrolled a later passkey by a recovery link.
async function acceptFirstPasskey(
  tx: Transaction,
  { personId, now }: { personId: string; now: Date },
): Promise<void> {
  const [first] = await tx
    .select({ id: passkeys.credentialId, vouchedBy: passkeys.vouchedBy, confirmedAt: passkeys.confirmedAt })
    .from(passkeys)
    .where(eq(passkeys.personId, personId))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.credentialId))
    .limit(1);
  if (!first || first.confirmedAt !== null || first.vouchedBy.length === 0) return;
  await tx
    .update(passkeys)
    .set({ confirmedAt: now, confirmedWith: "founding" })
    .where(eq(passkeys.credentialId, first.id));
  const subject = { person: personId, passkey: first.id };
  const data = { with: "founding", vouched_by: first.vouchedBy };
  await recordAudit(tx, { type: "passkey.control_confirmed", actor: { personId }, subject, data }, now);
}
