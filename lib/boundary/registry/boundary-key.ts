import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { boundaries } from "#db/schema/boundaries";
import type { VerificationKey } from "#lib/crypto/webhook-key";

// A boundary's key asks for and redeems nothing: it lasts until replaced or revoked.
const endless = new Date(8.64e15);

export function boundaryKey(
  row: Pick<VerificationKey, "id" | "revokedAt"> & { publicKey: Uint8Array },
): VerificationKey {
  const { id, publicKey: material, revokedAt } = row;
  return { id, algorithm: "ed25519", material, expiresAt: endless, revokedAt };
}

export async function findBoundaryKey(
  db: Database,
  boundaryId: string,
): Promise<VerificationKey | undefined> {
  const [row] = await db
    .select({ id: boundaries.id, publicKey: boundaries.publicKey, revokedAt: boundaries.revokedAt })
    .from(boundaries)
    .where(eq(boundaries.id, boundaryId));
  return row?.publicKey ? boundaryKey({ ...row, publicKey: row.publicKey }) : undefined;
}
