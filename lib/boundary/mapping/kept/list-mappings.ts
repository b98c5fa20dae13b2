import { and, desc, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { boundaryMappings } from "#db/schema/boundaries";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import type { SavedMapping } from "./mapping-for.ts";

const mostListed = 50;

export type MappingVersion = Omit<SavedMapping, "document" | "boundaryId">;

/** A boundary's latest mappings, the live one first. For admins and auditors, else `not_found`. */
export async function listMappingVersions(
  db: Database,
  { viewer, boundaryId }: { viewer: Viewer; boundaryId: string },
): Promise<MappingVersion[]> {
  requireRole(viewer, "admin", "auditor");
  const { version, digest, createdBy, proposedBy, createdAt } = boundaryMappings;
  return db
    .select({ version, digest, createdBy, proposedBy, createdAt })
    .from(boundaryMappings)
    .where(eq(boundaryMappings.boundaryId, boundaryId))
    .orderBy(desc(version))
    .limit(mostListed);
}

/** One version, for admins and auditors; undefined if unknown. */
export async function findMappingVersion(
  db: Database,
  { viewer, boundaryId, version }: { viewer: Viewer; boundaryId: string; version: number },
): Promise<SavedMapping | undefined> {
  requireRole(viewer, "admin", "auditor");
  const which = and(eq(boundaryMappings.boundaryId, boundaryId), eq(boundaryMappings.version, version));
  return (await db.select().from(boundaryMappings).where(which))[0];
}
