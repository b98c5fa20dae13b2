import { and, eq, gt, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { scimTokens } from "#db/schema/scim";
import type { Actor } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { tokenHash } from "#lib/kernel/digest";
import { scimActorId } from "#lib/people/scim-actor";

/** A SCIM caller: a directory, identified by its token. */
export interface ScimClient {
  tokenId: string;
  /** The actor in records of the directory's acts. */
  actor: Actor;
}

const lastUseSeconds = 60;

/** The client with a valid token, recording the use to the minute; else undefined. */
export async function findScimClient(
  db: Database,
  token: string,
  now: Date,
): Promise<ScimClient | undefined> {
  const [found] = await db
    .select({ id: scimTokens.id, lastUsedAt: scimTokens.lastUsedAt })
    .from(scimTokens)
    .where(
      and(
        eq(scimTokens.tokenHash, tokenHash(token)),
        isNull(scimTokens.revokedAt),
        gt(scimTokens.expiresAt, now),
      ),
    );
  if (!found) return undefined;
  if (!found.lastUsedAt || found.lastUsedAt <= addSeconds(now, -lastUseSeconds)) {
    await db.update(scimTokens).set({ lastUsedAt: now }).where(eq(scimTokens.id, found.id));
  }
  return { tokenId: found.id, actor: { type: "system", id: scimActorId(found.id) } };
}
