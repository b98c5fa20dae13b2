import { z } from "zod";
import type { Database } from "#db/client";
import { scimTokens } from "#db/schema/scim";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { randomToken, tokenHash } from "#lib/kernel/digest";
import { newId } from "#lib/kernel/ids";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { singleLine } from "#lib/text/single-line";

const maximumDays = 400;
const daySeconds = 24 * 3600;

/** The fields of a new token. */
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
    const by = { type: "person" as const, id: actor.personId };
    const data = { expires_at: expiresAt.toISOString() };
    await recordAudit(
      tx,
      { type: "scim_token.issued", actor: by, subject: { scim_token: tokenId }, data },
      now,
    );
  });
  return { tokenId, token, expiresAt };
}
