import { desc, eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { boundaryMappings } from "#db/schema/boundaries";
import { noMapping } from "./read-document.ts";

export type SavedMapping = typeof boundaryMappings.$inferSelect;

/** The live mapping in the wire's form (docs/boundary.md). */
export interface BoundaryMapping {
  digest: string;
  document?: string | undefined;
}

/** The highest version is live. Its document is `noMapping` after an admin ended the mapping. */
export async function findLiveMapping(
  db: Database | Transaction,
  boundaryId: string,
): Promise<SavedMapping | undefined> {
  const [live] = await db
    .select()
    .from(boundaryMappings)
    .where(eq(boundaryMappings.boundaryId, boundaryId))
    .orderBy(desc(boundaryMappings.version))
    .limit(1);
  return live;
}

/** The live mapping for the boundary, without the document if unchanged. @returns null without a mapping */
export async function mappingFor(
  db: Database,
  { boundaryId, usedDigest }: { boundaryId: string; usedDigest: string | undefined },
): Promise<BoundaryMapping | null> {
  const live = await findLiveMapping(db, boundaryId);
  if (!live || live.document === noMapping) return null;
  const { digest, document } = live;
  return digest === usedDigest ? { digest } : { digest, document };
}
