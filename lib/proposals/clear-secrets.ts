import { and, inArray, lte, ne, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { proposals } from "#db/schema/proposals";
import { sealedMembers } from "./proposed-change.ts";

/**
 * The payload without its sealed secret, for the UPDATE that closes a proposal: only a thief could
 * use the secret. The digest still names the whole change.
 */
export const payloadWithoutSecret: SQL = Object.entries(sealedMembers).reduce(
  (
    otherwise,
    [act, member],
  ) => sql`case when ${proposals.act} = ${act} and ${proposals.payload} ->> ${member} <> ''
    then ${proposals.payload} || jsonb_build_object(${member}::text, '') else ${otherwise} end`,
  sql`${proposals.payload}`,
);

/** Clears the secrets of expired proposals. */
export async function clearExpiredSecrets(db: Database, now: Date): Promise<void> {
  const hasSecret = inArray(proposals.act, Object.keys(sealedMembers));
  const isOver = or(lte(proposals.expiresAt, now), ne(proposals.state, "open"));
  await db
    .update(proposals)
    .set({ payload: payloadWithoutSecret })
    .where(and(hasSecret, isOver, ne(proposals.payload, payloadWithoutSecret)));
}
