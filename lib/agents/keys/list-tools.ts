import { asc, desc } from "drizzle-orm";
import type { Database } from "#db/client";
import { type SigningAlgorithm, tools } from "#db/schema/agents";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

export interface ToolView {
  id: string;
  name: string;
  audience: string;
  algorithm: SigningAlgorithm;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
}

/**
 * All tool keys by audience, newest first, for admins and auditors.
 * @throws {CountersignError} `not_found` for others.
 */
export async function listTools(db: Database, { viewer }: { viewer: Viewer }): Promise<ToolView[]> {
  requireRole(viewer, "admin", "auditor");
  return db
    .select({
      id: tools.id,
      name: tools.name,
      audience: tools.audience,
      algorithm: tools.algorithm,
      createdAt: tools.createdAt,
      expiresAt: tools.expiresAt,
      revokedAt: tools.revokedAt,
    })
    .from(tools)
    .orderBy(asc(tools.audience), desc(tools.id));
}
