import { and, eq, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { eventSources } from "#db/schema/signals";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { lockActingAdmin } from "#lib/people/admins";
import type { LastingCredentialKind } from "#lib/people/responsible-admin";
import { lockTokenAdmin, setTokenAdmin } from "#lib/provisioning/scim/tokens";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

interface Credential {
  noun: string;
  /** The responsible admin; undefined when the credential is no longer in use. */
  lockAdmin: (tx: Transaction, id: string, now: Date) => Promise<string | undefined>;
  setAdmin: (tx: Transaction, id: string, personId: string) => Promise<void>;
}

const credentials: Record<LastingCredentialKind, Credential> = {
  scim_token: { noun: "token", lockAdmin: lockTokenAdmin, setAdmin: setTokenAdmin },
  event_source: { noun: "event source", lockAdmin: lockEventSourceAdmin, setAdmin: setEventSourceAdmin },
};

/**
 * Makes the acting admin the responsible admin of a SCIM token or a security event source, and
 * changes nothing else. The caller has obtained the actor's passkey confirmation.
 * @throws {CountersignError} `not_found`, also for an ended token or source; `conflict` when the
 * actor is the responsible admin already
 */
export async function takeResponsibility(
  db: Database,
  { actor, kind, id, now }: { actor: Viewer; kind: LastingCredentialKind; id: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const { noun, lockAdmin, setAdmin } = credentials[kind];
  const to = actor.personId;
  await db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    const from = await lockAdmin(tx, id, now);
    if (from === undefined)
      throw new CountersignError("not_found", `no ${noun} of this id to take responsibility for`, {
        userMessage: `This ${noun} was already revoked. Reload to see its current status.`,
      });
    if (from === to)
      throw new CountersignError("conflict", "they are responsible for it already", {
        userMessage: `You're already responsible for this ${noun}. Reload the page.`,
      });
    await setAdmin(tx, id, to);
    await recordAudit(
      tx,
      {
        type: `${kind}.responsibility_taken`,
        actor: { personId: to },
        subject: { [kind]: id },
        data: { from, to },
      },
      now,
    );
  });
}

/** Locks an event source in use until the transaction ends; undefined for a revoked source. */
async function lockEventSourceAdmin(tx: Transaction, eventSourceId: string): Promise<string | undefined> {
  const [source] = await tx
    .select({ responsibleAdminId: eventSources.responsibleAdminId })
    .from(eventSources)
    .where(and(eq(eventSources.id, eventSourceId), isNull(eventSources.revokedAt)))
    .for("update");
  return source?.responsibleAdminId;
}

async function setEventSourceAdmin(tx: Transaction, eventSourceId: string, personId: string): Promise<void> {
  await tx
    .update(eventSources)
    .set({ responsibleAdminId: personId })
    .where(eq(eventSources.id, eventSourceId));
}
