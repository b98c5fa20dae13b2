import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { people } from "#db/schema/directory";
import { policyTokens } from "#db/schema/policy";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { randomToken, tokenHash } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** How long a policy token lives, in seconds. */
export const policyTokenTtl = { least: 15 * 60, most: 12 * 3600, usual: 3600 } as const;

export interface NewPolicyToken {
  tokenId: string;
  /** Shown once, and stored nowhere. */
  token: string;
  expiresAt: Date;
}

/**
 * Creates a token for the command line, in an admin's name and role, which can't publish. The caller has
 * obtained a passkey confirmation. @throws {CountersignError} `not_found` for others
 */
export async function issuePolicyToken(
  db: Database,
  { actor, ttlSeconds, now }: { actor: Viewer; ttlSeconds: number; now: Date },
): Promise<NewPolicyToken> {
  requireRole(actor, "admin");
  if (ttlSeconds < policyTokenTtl.least || ttlSeconds > policyTokenTtl.most)
    throw new CountersignError("invalid_input", "a policy token lives 15 minutes to 12 hours", {
      userMessage: "A policy token can be valid for 15 minutes to 12 hours.",
    });
  const { personId } = actor;
  const token = `cspt_${randomToken()}`;
  const [tokenId, expiresAt] = [newId("tok", now), addSeconds(now, ttlSeconds)];
  await db.transaction(async (tx) => {
    // An admin suspended at this moment gets no token for after a reactivation.
    await lockActingAdmin(tx, actor);
    await tx
      .insert(policyTokens)
      .values({ id: tokenId, tokenHash: tokenHash(token), personId, createdAt: now, expiresAt });
    const subject = { policy_token: tokenId };
    const data = { expires_at: expiresAt.toISOString() };
    await recordAudit(tx, { type: "policy_token.issued", actor, subject, data }, now);
  });
  return { tokenId, token, expiresAt };
}

export type PolicyTokenView = Awaited<ReturnType<typeof listPolicyTokens>>[number];

/** All admins' usable tokens, newest first. For admins. */
export async function listPolicyTokens(db: Database, { viewer, now }: { viewer: Viewer; now: Date }) {
  requireRole(viewer, "admin");
  return db
    .select({
      ...columnsOf(policyTokens, "id", "createdAt", "expiresAt", "lastUsedAt"),
      person: columnsOf(people, "id", "name"),
    })
    .from(policyTokens)
    .innerJoin(people, eq(people.id, policyTokens.personId))
    .where(and(isNull(policyTokens.revokedAt), gt(policyTokens.expiresAt, now)))
    .orderBy(desc(policyTokens.id));
}
