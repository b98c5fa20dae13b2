import { eq, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agentKeys } from "#db/schema/agents";
import { signingKeys } from "#db/schema/grants";
import { type NewGrant, newGrant } from "#lib/grants/claims";
import { insertGrant } from "#lib/grants/insert-grant";
import { CountersignError } from "#lib/kernel/errors";
import type { Decidable } from "./find-decidable.ts";

/** Issues an approved request's grant, in the transaction of the approval. */
export async function issueGrant(
  tx: Transaction,
  { request, origin, now }: { request: Decidable; origin: string; now: Date },
): Promise<NewGrant> {
  const [signer] = await tx
    .select({ kid: signingKeys.kid })
    .from(signingKeys)
    .where(isNull(signingKeys.retiredAt));
  if (!signer) throw new CountersignError("internal", "there is no signing key");
  const [key] = await tx
    .select({ publicKey: agentKeys.publicKey })
    .from(agentKeys)
    .where(eq(agentKeys.id, request.agentKeyId));
  const grant = newGrant({
    ...request,
    origin,
    basis: "passkey",
    agentKey: key?.publicKey ?? undefined,
    ttlSeconds: request.grantTtlSeconds,
    now,
  });
  await insertGrant(tx, {
    ...grant,
    requestId: request.requestId,
    agentId: request.agentId,
    ownerId: request.ownerId,
    ownerEpoch: request.ownerEpoch,
    actionDigest: request.actionDigest,
    kid: signer.kid,
  });
  return grant;
}
