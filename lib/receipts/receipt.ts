import type { GrantState } from "#db/schema/grants";
import type { ConfirmedWith, EnrolledVia } from "#db/schema/passkeys";
import type { Capacity, RequestState, VoidReason } from "#db/schema/requests";
import type { Edit } from "#lib/approvals/statement";
import type { Descriptor } from "#lib/descriptors/descriptor";
import type { Json } from "#lib/json/canonical";
import type { Action } from "#lib/policy/language/action";

/** The proof of an approval (docs/receipts.md). Bytes are base64url without padding; times UTC. */
export interface Receipt {
  /** A verifier refuses an unknown version. */
  v: 1;
  type: "countersign.receipt";
  /** When this copy was created: states are as of then. */
  issued_at: string;
  /** Origin of the issuing server. */
  issuer: string;
  approval: {
    id: string;
    decision: "approve";
    at: string;
    note?: string;
    /** From the statement, like the next two. */
    capacity: Capacity;
    /** For a delegate: the person they decided for. */
    on_behalf_of?: { id: string; name: string };
    break_glass_reason?: string;
    /**
     * For a draw from a standing approval, with no person asked: which one, the draw's number from 1, and
     * the sum of the amounts of all draws up to this one. `total` is present where the signed terms limit it.
     */
    draw?: { standing_approval: string; number: number; total?: number };
    /** When and why the approval stopped counting, if before the request was approved. */
    voided?: { at: string; reason: VoidReason };
  };
  approver: { id: string; name: string };
  /** The exact bytes that the challenge commits to, alone or through `batch`. */
  statement: string;
  /** The challenge's batch, and the proof, of a statement approved with others. */
  batch?: {
    /** The exact bytes that the challenge commits to. */
    statement: string;
    index: number;
    path: string[];
  };
  evidence: {
    credential_id: string;
    /** COSE_Key (RFC 9052 section 7). */
    public_key: string;
    /** COSE algorithm: -7 ES256, -8 EdDSA, -257 RS256. */
    alg: number;
    authenticator_data: string;
    client_data_json: string;
    signature: string;
  };
  /** How the passkey was enrolled at the approval, and confirmed by now. */
  passkey: {
    enrolled_via: EnrolledVia;
    enrolled_at: string;
    /** The admin who issued the passkey's enrollment link. */
    issued_by?: { id: string; name: string };
    /** People who could have had the passkey until its confirmation. */
    vouched_by: { id: string; name: string }[];
    confirmed?: { at: string; with: ConfirmedWith; by?: { id: string; name: string } };
  };
  descriptor?: Descriptor;
  relying_party: { id: string; origin: string };
  request: {
    id: string;
    state: RequestState;
    agent: { id: string; name: string };
    owner: string;
    action: Action;
    action_digest: string;
    /** The edit behind `action`, and the original. */
    edit?: { by: string; at: string; asked: Action; asked_digest: string; patch: Edit["patch"] };
    policy: { version: number; rules: string[] };
    approvals: { required: number; given: number };
    created_at: string;
    closed_at?: string;
  };
  /** Without the signature, which would make it the credential. */
  grant?: {
    id: string;
    state: GrantState;
    issued_at: string;
    expires_at: string;
    closed_at?: string;
    redeemed_by?: string;
    claims: Json;
  };
  /** JSON Web Key Set (RFC 7517) with the key of `server_signature`. */
  keys: { keys: { kty: "OKP"; crv: "Ed25519"; x: string; kid: string; alg: "EdDSA"; use: "sig" }[] };
  /** JWS with detached payload (RFC 7515 appendix F): EdDSA over the JCS of everything else. */
  server_signature: string;
}

export type UnsignedReceipt = Omit<Receipt, "keys" | "server_signature">;
