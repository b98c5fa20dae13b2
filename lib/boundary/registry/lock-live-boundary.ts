import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { boundaries } from "#db/schema/boundaries";
import { CountersignError } from "#lib/errors";

/**
 * Locks a boundary that is not revoked. Every change of a boundary or its tools holds this lock, so
 * that simultaneous changes come one after the other.
 * @throws {CountersignError} `not_found`
 */
export async function lockLiveBoundary(tx: Transaction, boundaryId: string): Promise<void> {
  const [row] = await tx
    .select({ id: boundaries.id })
    .from(boundaries)
    .where(and(eq(boundaries.id, boundaryId), isNull(boundaries.revokedAt)))
    .for("update");
  if (!row) throw noBoundary(boundaryId);
}

export function noBoundary(boundaryId: string): CountersignError {
  return new CountersignError("not_found", `no live boundary ${boundaryId}`, {
    userMessage: "This boundary doesn't exist or was revoked. Reload the page.",
  });
}
