import { and, eq, gt, isNull, ne } from "drizzle-orm";
import type { Database } from "#db/client";
import { scimTokens } from "#db/schema/scim";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { holdActingAdmin } from "#lib/directory/hold-acting-admin";
import { CountersignError } from "#lib/errors";

/**
 * Makes an admin the one who answers for a provisioning token, in place of whoever did. Nothing else about it changes. Call it with the
 * actor's passkey confirmed.
 * @throws {CountersignError} `not_found`, also for one that is over; `conflict` when they answer for it already
 */
export async function answerForScimToken(
  db: Database,
  { actor, tokenId, now }: { actor: Viewer; tokenId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const { personId } = actor;
  await db.transaction(async (tx) => {
    await holdActingAdmin(tx, actor);
    const [before] = await tx
      .select({ answeredBy: scimTokens.answeredBy })
      .from(scimTokens)
      .where(and(eq(scimTokens.id, tokenId), isNull(scimTokens.revokedAt), gt(scimTokens.expiresAt, now)))
      .for("update");
    if (!before) throw over();
    const taken = await tx
      .update(scimTokens)
      .set({ answeredBy: personId })
      .where(and(eq(scimTokens.id, tokenId), ne(scimTokens.answeredBy, personId)))
      .returning({ id: scimTokens.id });
    if (taken.length === 0) throw theirs();
    const by = { type: "person" as const, id: personId };
    const data = { from: before.answeredBy, to: personId };
    await recordAudit(
      tx,
      { type: "scim_token.answered", actor: by, subject: { scim_token: tokenId }, data },
      now,
    );
  });
}

function over(): CountersignError {
  return new CountersignError("not_found", "no token of this id to answer for", {
    userMessage: "This token is over. Reload the page to see how things stand.",
  });
}

function theirs(): CountersignError {
  return new CountersignError("conflict", "they answer for it already", {
    userMessage: "You answer for this token already. Reload the page.",
  });
}
