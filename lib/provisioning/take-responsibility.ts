import { and, eq, gt, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { scimTokens } from "#db/schema/scim";
import { signalTransmitters } from "#db/schema/signals";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/errors";
import { lockActingAdmin } from "#lib/people/lock-acting-admin";
import type { LastingKind } from "#lib/people/responsible-admin";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

const nouns: Record<LastingKind, string> = { scim_token: "token", transmitter: "event source" };

/**
 * Makes the acting admin the responsible admin of a SCIM token or a security event source, and
 * changes nothing else. The caller has obtained the actor's passkey confirmation.
 * @throws {CountersignError} `not_found`, also for an ended token or source; `conflict` when the
 * actor is the responsible admin already
 */
export async function takeResponsibility(
  db: Database,
  { actor, kind, id, now }: { actor: Viewer; kind: LastingKind; id: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const to = actor.personId;
  await db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    const before = await lockInUse(tx, { kind, id, now });
    if (!before) throw alreadyRevoked(nouns[kind]);
    if (before.answeredBy === to) throw alreadyResponsible(nouns[kind]);
    const changed = { answeredBy: to };
    if (kind === "scim_token") await tx.update(scimTokens).set(changed).where(eq(scimTokens.id, id));
    else await tx.update(signalTransmitters).set(changed).where(eq(signalTransmitters.id, id));
    const by = { type: "person" as const, id: to };
    const data = { from: before.answeredBy, to };
    await recordAudit(tx, { type: `${kind}.answered`, actor: by, subject: { [kind]: id }, data }, now);
  });
}

function tableOf(kind: LastingKind) {
  return kind === "scim_token" ? scimTokens : signalTransmitters;
}

/**
 * The responsible admin, if the token or source is in use, locked until the caller's transaction
 * ends.
 */
async function lockInUse(
  tx: Transaction,
  { kind, id, now }: { kind: LastingKind; id: string; now: Date },
): Promise<{ answeredBy: string } | undefined> {
  const table = tableOf(kind);
  const isGood = kind === "scim_token" ? gt(scimTokens.expiresAt, now) : undefined;
  const [locked] = await tx
    .select({ answeredBy: table.answeredBy })
    .from(table)
    .where(and(eq(table.id, id), isNull(table.revokedAt), isGood))
    .for("update");
  return locked;
}

function alreadyRevoked(noun: string): CountersignError {
  return new CountersignError("not_found", `no ${noun} of this id to take responsibility for`, {
    userMessage: `This ${noun} was already revoked. Reload to see its current status.`,
  });
}

function alreadyResponsible(noun: string): CountersignError {
  return new CountersignError("conflict", "they are responsible for it already", {
    userMessage: `You're already responsible for this ${noun}. Reload the page.`,
  });
}
