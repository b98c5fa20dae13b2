import type { Database } from "#db/client";
import type { MasterSecret } from "#lib/crypto/seal";
import { addSeconds } from "#lib/kernel/clock";
import { statementTtlSeconds } from "#lib/ownership/challenge";
import { listOwnAgents, type OwnAgent } from "#lib/ownership/list-own-agents";
import { type AttestationStatement, newAttestation, readAttestation } from "#lib/ownership/statement";
import { sealStatement } from "#lib/passkeys/signing/seal-statement";
import type { Viewer } from "#lib/sessions/session";

/** What an owner reads and signs. */
export interface AttestationOffer {
  bytes: Uint8Array;
  seal: string;
  statement: AttestationStatement;
}

/** The most bytes of a statement's list of agents: the list has to fit into a request. */
const mostBytes = 36_000;

/** Builds the statement of a person's agents, due ones first, as many as fit; undefined for none. */
export async function findAttestation(
  db: Database,
  { viewer, secret, now }: { viewer: Viewer; secret: MasterSecret; now: Date },
): Promise<{ agents: OwnAgent[]; offer: AttestationOffer | undefined }> {
  const agents = await listOwnAgents(db, { viewer, now });
  const listed = fitting(agents);
  if (listed.length === 0) return { agents, offer: undefined };
  const fields = {
    owner: viewer.personId,
    agents: listed.map(({ id, name, ownerEpoch }) => ({ agent: id, name, owner_epoch: ownerEpoch })),
  };
  const bytes = newAttestation(fields, { now, expiresAt: addSeconds(now, statementTtlSeconds) });
  return { agents, offer: { bytes, seal: sealStatement(secret, bytes), statement: readAttestation(bytes) } };
}

function fitting(agents: OwnAgent[]): OwnAgent[] {
  let bytes = 0;
  return agents.filter(({ name }) => {
    bytes += Buffer.byteLength(JSON.stringify(name)) + 80;
    return bytes <= mostBytes;
  });
}
