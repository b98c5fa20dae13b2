import type { SigningKey } from "#lib/crypto/signing-key";
import { addSeconds } from "#lib/kernel/clock";
import { base64url } from "#lib/kernel/digest";
import type { OwnershipReceipt } from "#lib/ownership/receipt";
import { newAcceptance, newAttestation, ownershipKind } from "#lib/ownership/statement";
import { signReceipt } from "#lib/receipts/sign";
import {
  type EvidenceBend,
  newSigningKey,
  type Restate,
  restated,
  signedEvidence,
} from "./example-evidence.ts";

const now = new Date("2026-11-24T14:00:00.000Z");
const life = { now, expiresAt: addSeconds(now, 900) };

type Unsigned = Omit<OwnershipReceipt, "keys" | "server_signature">;

/** What can be unusual or wrong with an ownership receipt. */
export interface OwnershipBend extends EvidenceBend {
  /** How many agents the new owner accepts: without it, an owner confirms the ownership of two. */
  accepts?: number;
  sign?: Restate;
  key?: SigningKey;
  change?: (receipt: Unsigned) => void;
}

/** An ownership receipt created by the server's own code with a software passkey, or one with an error. */
export async function exampleOwnershipReceipt(bend: OwnershipBend = {}): Promise<OwnershipReceipt> {
  const original = bend.accepts === undefined ? confirmation() : acceptance(bend.accepts);
  const statement = restated(original, bend.sign);
  const receipt: Unsigned = {
    v: 1,
    type: "countersign.ownership-receipt",
    issued_at: now.toISOString(),
    issuer: "https://countersign.example",
    id: bend.accepts === undefined ? "att_1" : "off_1",
    at: new Date(now.getTime() + 5000).toISOString(),
    signer: { id: "per_o", name: "Olive Owner" },
    statement: base64url(statement),
    ...signedEvidence(ownershipKind.prefix, statement, bend),
  };
  bend.change?.(receipt);
  return signReceipt(receipt, bend.key ?? newSigningKey());
}

function confirmation() {
  const agents = ["agt_a", "agt_b"].map((agent) => ({ agent, name: `Agent ${agent}`, owner_epoch: 1 }));
  return newAttestation({ owner: "per_o", agents }, life);
}

function acceptance(count: number) {
  const agents = Array.from({ length: count }, (_, index) => ({
    offer: `off_${index + 1}`,
    agent: `agt_${index + 1}`,
    name: `Agent ${index + 1}`,
    labels: ["payments"],
    from: "per_f",
    owner_epoch: 2,
    rules: ["refunds"],
    more_rules: 0,
    keys: [
      {
        id: "key_1",
        algorithm: "ed25519" as const,
        thumbprint: newSigningKey().kid,
        added_at: now.toISOString(),
        added_by: "per_f",
      },
      { id: "key_2", algorithm: "hmac-sha256" as const, added_at: now.toISOString(), added_by: "per_f" },
    ],
    keep_keys: false,
  }));
  const rules = [{ id: "refunds", words: "Refund a payment: auto-approve" }];
  const authority = { policy_version: 7, policy_digest: "AAAA", default_outcome: "step_up" as const, rules };
  return newAcceptance({ new_owner: "per_o", agents, authority }, life);
}
