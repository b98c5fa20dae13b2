import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { people } from "#db/schema/directory";
import { scimTokens } from "#db/schema/scim";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { randomToken, tokenHash } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { lockActingAdmin } from "#lib/people/admins";
import { responsibleAdminColumns } from "#lib/people/responsible-admin";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { singleLine } from "#lib/text/single-line";

const maximumDays = 400;
const daySeconds = 24 * 3600;

export const scimTokenFields = z.object({
  name: singleLine(80, "Enter a name"),
  expiresInDays: z.coerce
    .number({ error: "must be a number of days" })
    .int({ error: "must be a whole number of days" })
    .min(1, { error: "must be at least 1 day" })
    .max(maximumDays, { error: `must be at most ${maximumDays} days` }),
});

/** A new token. `token` is shown once; its hash is stored. */
export interface NewScimToken {
  tokenId: string;
  token: string;
  expiresAt: Date;
}

/**
 * Creates a bearer token for a directory to provision people and groups, valid for up to 400 days.
 * For admins, who have confirmed the act with a passkey: the token's holder can invite people and
 * remove their access.
 * @throws {CountersignError} `not_found` when the actor is not an admin
 */
export async function issueScimToken(
  db: Database,
  issue: { actor: Viewer; now: Date } & z.output<typeof scimTokenFields>,
): Promise<NewScimToken> {
  const { actor, name, expiresInDays, now } = issue;
  requireRole(actor, "admin");
  const tokenId = newId("sct", now);
  const token = `scim_${randomToken()}`;
  const expiresAt = addSeconds(now, expiresInDays * daySeconds);
  await db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    await tx.insert(scimTokens).values({
      id: tokenId,
      name,
      tokenHash: tokenHash(token),
      createdBy: actor.personId,
      responsibleAdminId: actor.personId,
      createdAt: now,
      expiresAt,
    });
    const data = { expires_at: expiresAt.toISOString() };
    await recordAudit(tx, { type: "scim_token.issued", actor, subject: { scim_token: tokenId }, data }, now);
  });
  return { tokenId, token, expiresAt };
}

export type ScimTokenView = Awaited<ReturnType<typeof listScimTokens>>[number];

/** All SCIM tokens, newest first, for admins. @throws {CountersignError} `not_found` */
export async function listScimTokens(db: Database, { viewer }: { viewer: Viewer }) {
  requireRole(viewer, "admin");
  return db
    .select({
      ...columnsOf(scimTokens, "id", "name", "createdAt", "expiresAt", "lastUsedAt", "revokedAt"),
      responsibleAdmin: responsibleAdminColumns,
    })
    .from(scimTokens)
    .innerJoin(people, eq(people.id, scimTokens.responsibleAdminId))
    .orderBy(desc(scimTokens.id));
}

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
    await recordAudit(tx, { type: "scim_token.revoked", actor, subject: { scim_token: tokenId } }, now);
  });
}

/** Locks a usable token until the transaction ends; undefined for a revoked or expired token. */
export async function lockTokenAdmin(
  tx: Transaction,
  tokenId: string,
  now: Date,
): Promise<string | undefined> {
  const [token] = await tx
    .select({ responsibleAdminId: scimTokens.responsibleAdminId })
    .from(scimTokens)
    .where(and(eq(scimTokens.id, tokenId), isNull(scimTokens.revokedAt), gt(scimTokens.expiresAt, now)))
    .for("update");
  return token?.responsibleAdminId;
}

export async function setTokenAdmin(tx: Transaction, tokenId: string, personId: string): Promise<void> {
  await tx.update(scimTokens).set({ responsibleAdminId: personId }).where(eq(scimTokens.id, tokenId));
}
