import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { scimTokens } from "#db/schema/scim";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** Revokes a token. For admins. @throws {CountersignError} `not_found`, also for a revoked token */
export async function revokeScimToken(
  db: Database,
  { actor, tokenId, now }: { actor: Viewer; tokenId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const revoked = await tx
      .update(scimTokens)
      .set({ revokedAt: now })
      .where(and(eq(scimTokens.id, tokenId), isNull(scimTokens.revokedAt)))
      .returning({ id: scimTokens.id });
    if (revoked.length === 0) {
      throw new CountersignError("not_found", "no open SCIM token with this id", {
        userMessage: "This token was already revoked. Reload the page.",
      });
    }
    const by = { type: "person" as const, id: actor.personId };
    await recordAudit(tx, { type: "scim_token.revoked", actor: by, subject: { scim_token: tokenId } }, now);
  });
}
