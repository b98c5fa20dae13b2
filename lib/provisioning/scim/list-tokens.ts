import { desc, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { scimTokens } from "#db/schema/scim";
import { type ResponsibleAdmin, responsibleAdminColumns } from "#lib/people/responsible-admin";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

export interface ScimTokenView {
  id: string;
  name: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  responsibleAdmin: ResponsibleAdmin;
}

/** All SCIM tokens, newest first, for admins. @throws {CountersignError} `not_found` */
export async function listScimTokens(db: Database, { viewer }: { viewer: Viewer }): Promise<ScimTokenView[]> {
  requireRole(viewer, "admin");
  return db
    .select({
      id: scimTokens.id,
      name: scimTokens.name,
      createdAt: scimTokens.createdAt,
      expiresAt: scimTokens.expiresAt,
      lastUsedAt: scimTokens.lastUsedAt,
      revokedAt: scimTokens.revokedAt,
      responsibleAdmin: responsibleAdminColumns,
    })
    .from(scimTokens)
    .innerJoin(people, eq(people.id, scimTokens.responsibleAdminId))
    .orderBy(desc(scimTokens.id));
}
