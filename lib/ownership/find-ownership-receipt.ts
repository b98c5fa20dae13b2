import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { acceptances, attestations, ownershipOffers } from "#db/schema/ownership";
import type { MasterSecret } from "#lib/crypto/seal";
import { currentSigningKey } from "#lib/crypto/signing-key";
import { base64url } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { isId } from "#lib/kernel/ids";
import { readPublicKeyAlgorithm } from "#lib/receipts/public-key-algorithm";
import { signReceipt } from "#lib/receipts/sign";
import type { Viewer } from "#lib/sessions/session";
import type { OwnershipReceipt } from "./receipt.ts";

/** Signs a receipt of an offer or attestation, for its signer, admins and auditors. @throws `not_found` */
export async function findOwnershipReceipt(
  db: Database,
  viewer: Viewer,
  id: string,
  context: { secret: MasterSecret; origin: string; rpId: string; now: Date },
): Promise<OwnershipReceipt> {
  const row = await select(db, id);
  const mayRead =
    row?.signerId === viewer.personId || viewer.roles.includes("admin") || viewer.roles.includes("auditor");
  if (!row || !mayRead)
    throw new CountersignError("not_found", `no ownership receipt ${id} for ${viewer.personId}`, {
      userMessage: "This receipt doesn't exist, or you don't have access to it.",
    });
  const { origin, rpId, secret, now } = context;
  const receipt = {
    v: 1 as const,
    type: "countersign.ownership-receipt" as const,
    issued_at: now.toISOString(),
    issuer: origin,
    id,
    at: row.at.toISOString(),
    signer: { id: row.signerId, name: row.signerName },
    ...evidenceOf(row),
    relying_party: { id: rpId, origin },
  };
  return signReceipt(receipt, await currentSigningKey(db, secret));
}

type Row = NonNullable<Awaited<ReturnType<typeof select>>>;

/** An acceptance's statement is stored once, for every offer. */
async function select(db: Database, id: string) {
  if (isId("att", id)) {
    const [row] = await db
      .select(evidenceColumns(attestations))
      .from(attestations)
      .innerJoin(people, eq(people.id, attestations.personId))
      .where(eq(attestations.id, id));
    return row;
  }
  if (!isId("off", id)) return undefined;
  const [row] = await db
    .select(evidenceColumns(acceptances))
    .from(ownershipOffers)
    .innerJoin(acceptances, eq(acceptances.id, ownershipOffers.acceptanceId))
    .innerJoin(people, eq(people.id, acceptances.personId))
    .where(eq(ownershipOffers.id, id));
  return row;
}

function evidenceColumns<T extends typeof attestations | typeof acceptances>(table: T) {
  const { statement, credentialId, publicKey, authenticatorData, clientDataJson, signature } = table;
  const evidence = { statement, credentialId, publicKey, authenticatorData, clientDataJson, signature };
  return { ...evidence, at: table.createdAt, signerId: table.personId, signerName: people.name };
}

function evidenceOf(row: Row): Pick<OwnershipReceipt, "statement" | "evidence"> {
  const { statement, credentialId, publicKey, authenticatorData, clientDataJson, signature } = row;
  return {
    statement: base64url(statement),
    evidence: {
      credential_id: credentialId,
      public_key: base64url(publicKey),
      alg: readPublicKeyAlgorithm(publicKey),
      authenticator_data: base64url(authenticatorData),
      client_data_json: base64url(clientDataJson),
      signature: base64url(signature),
    },
  };
}
