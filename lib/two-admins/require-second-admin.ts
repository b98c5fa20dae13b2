import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { passkeys } from "#db/schema/passkeys";
import { tryAgainWhenBusy } from "#db/try-again";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import type { Confirmer } from "#lib/passkeys/control/control-set";
import { countAsTwo } from "#lib/passkeys/control/require-two";
import { revokeEnrollmentsWithPower } from "#lib/passkeys/enrollment/revoke-enrollment";
import { lockAdmins } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { switchSecondAdmin } from "#lib/workspace/change-workspace";

/**
 * Starts the requirement of two admins for a change that loosens control. One admin alone may have
 * stored open links for approvers and admins, so these are revoked. Refused while the actor and
 * every other admin could be one person (invariant 18): no one could confirm a change, nor end the
 * requirement.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `conflict` when no other
 * active admin could confirm a change, or two admins are required already.
 */
export async function requireSecondAdmin(
  db: Database,
  { actor, confirmedWith, now }: { actor: Viewer; confirmedWith: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const self = { personId: actor.personId, credentialId: confirmedWith };
  // Using a link locks that link before the workspace while the founding period lasts.
  await tryAgainWhenBusy(() =>
    db.transaction(async (tx) => {
      // A verb that creates a link share-locks this row first: it comes first, or takes two admins.
      if (!(await switchSecondAdmin(tx, true)))
        throw new CountersignError("conflict", "two admins are required already", {
          userMessage: "Two admins are already required. Reload the page.",
        });
      // After the workspace's row, which a publication locks before the admins' rows too.
      const others = (await lockAdmins(tx)).filter(({ id }) => id !== actor.personId);
      if (others.length === 0)
        throw new CountersignError("conflict", "there is no second admin", {
          userMessage: "You're the only active admin. Give another person the Admin role first.",
        });
      if (!(await couldAnyConfirm(tx, self, others))) throw noneCouldConfirm();
      const data = { publish_needs_second_admin: true };
      await recordAudit(tx, { type: "workspace.settings_changed", actor, subject: {}, data }, now);
      await revokeEnrollmentsWithPower(tx, { actor, now });
    }),
  );
}

async function couldAnyConfirm(tx: Transaction, self: Confirmer, others: { id: string }[]): Promise<boolean> {
  for (const { id: personId } of others) {
    const { credentialId } = passkeys;
    const otherPasskeys = await tx
      .select({ credentialId })
      .from(passkeys)
      .where(eq(passkeys.personId, personId));
    for (const passkey of otherPasskeys) {
      if (await countAsTwo(tx, self, { personId, ...passkey })) return true;
    }
  }
  return false;
}

function noneCouldConfirm(): CountersignError {
  return new CountersignError("conflict", "no other admin counts as a second person", {
    userMessage: "No other admin can confirm changes yet. Add an admin with a confirmed passkey first.",
  });
}
