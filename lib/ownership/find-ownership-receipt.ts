import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { acceptances, attestations, ownershipOffers } from "#db/schema/ownership";
import type { MasterSecret } from "#lib/crypto/seal";
import { currentSigningKey } from "#lib/crypto/signing-key";
import { base64url } from "#lib/digest";
import { CountersignError } from "#lib/errors";
import { isId } from "#lib/ids";
import { readPublicKeyAlgorithm } from "#lib/receipts/public-key-algorithm";
import { signReceipt } from "#lib/receipts/sign";
import type { Viewer } from "#lib/sessions/session";
import type { OwnershipReceipt } from "./receipt.ts";

/**
 * The receipt of an acceptance (by the offer's id) or of an ownership confirmation, signed by the
 * current key. For its signer, admins and auditors.
 * @throws {CountersignError} `not_found` for everyone else, and for an id that is neither
 */
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
    at: row.at?.toISOString() ?? "",
    signer: { id: row.signerId, name: row.signerName },
    ...evidenceOf(id, row),
    relying_party: { id: rpId, origin },
  };
  return signReceipt(receipt, await currentSigningKey(db, secret));
}

type Row = NonNullable<Awaited<ReturnType<typeof select>>>;

async function select(db: Database, id: string) {
  const table = isId("off", id) ? ownershipOffers : isId("att", id) ? attestations : undefined;
  if (table === undefined) return undefined;
  const isOffer = table === ownershipOffers;
  // For an offer accepted in a list: the signed statement is stored once, for the whole list.
  const [listed] = isOffer
    ? await db
        .select({
          ...evidenceColumns(acceptances),
          at: acceptances.createdAt,
          signerId: acceptances.personId,
          signerName: people.name,
        })
        .from(ownershipOffers)
        .innerJoin(acceptances, eq(acceptances.id, ownershipOffers.acceptanceId))
        .innerJoin(people, eq(people.id, acceptances.personId))
        .where(and(eq(ownershipOffers.id, id), eq(ownershipOffers.state, "accepted")))
    : [];
  if (listed) return listed;
  const signerId = isOffer ? ownershipOffers.toPersonId : attestations.personId;
  const [row] = await db
    .select({
      at: isOffer ? ownershipOffers.closedAt : attestations.createdAt,
      signerId,
      signerName: people.name,
      ...evidenceColumns(table),
    })
    .from(table)
    .innerJoin(people, eq(people.id, signerId))
    .where(and(eq(table.id, id), isOffer ? eq(ownershipOffers.state, "accepted") : undefined));
  return row;
}

function evidenceColumns<T extends typeof ownershipOffers | typeof attestations | typeof acceptances>(
  table: T,
) {
  const { statement, credentialId, publicKey, authenticatorData, clientDataJson, signature } = table;
  return { statement, credentialId, publicKey, authenticatorData, clientDataJson, signature };
}

function evidenceOf(id: string, row: Row): Pick<OwnershipReceipt, "statement" | "evidence"> {
  const { statement, credentialId, publicKey, authenticatorData, clientDataJson, signature } = row;
  if (!statement || !credentialId || !publicKey || !authenticatorData || !clientDataJson || !signature)
    throw new CountersignError("internal", `${id} has no evidence`);
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
