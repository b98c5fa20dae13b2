import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { policyTokens } from "#db/schema/policy";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

export interface PolicyTokenView {
  id: string;
  person: { id: string; name: string };
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
}

/** All admins' usable tokens, newest first. For admins. */
export async function listPolicyTokens(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<PolicyTokenView[]> {
  requireRole(viewer, "admin");
  return db
    .select({
      id: policyTokens.id,
      person: { id: people.id, name: people.name },
      createdAt: policyTokens.createdAt,
      expiresAt: policyTokens.expiresAt,
      lastUsedAt: policyTokens.lastUsedAt,
    })
    .from(policyTokens)
    .innerJoin(people, eq(people.id, policyTokens.personId))
    .where(and(isNull(policyTokens.revokedAt), gt(policyTokens.expiresAt, now)))
    .orderBy(desc(policyTokens.id));
}
