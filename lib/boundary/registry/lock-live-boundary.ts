import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { boundaries, type HeldTools } from "#db/schema/boundaries";
import { CountersignError } from "#lib/kernel/errors";

/** Locks a live boundary for a change of the boundary or its tools. @throws {CountersignError} `not_found` */
export async function lockLiveBoundary(
  tx: Transaction,
  boundaryId: string,
): Promise<{ name: string; heldTools: HeldTools }> {
  const [row] = await tx
    .select({ name: boundaries.name, heldTools: boundaries.heldTools })
    .from(boundaries)
    .where(and(eq(boundaries.id, boundaryId), isNull(boundaries.revokedAt)))
    .for("update");
  if (!row) throw noBoundary(boundaryId);
  return row;
}

export function noBoundary(boundaryId: string): CountersignError {
  return new CountersignError("not_found", `no live boundary ${boundaryId}`, {
    userMessage: "This boundary doesn't exist or was revoked. Reload the page.",
  });
}
