import { standingKind } from "#lib/approvals/standing/approvals/statement";
import { approvalKind, newStatement, type Signer } from "#lib/approvals/statement";
import { batchKind } from "#lib/approvals/together/batch";
import type { SigningKey } from "#lib/crypto/signing-key";
import type { Read } from "#lib/descriptors/commands/open-reader";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { newGrant } from "#lib/grants/claims";
import { base64url } from "#lib/kernel/digest";
import { type Action, actionDigest } from "#lib/policy/language/action";
import type { Receipt, UnsignedReceipt } from "#lib/receipts/receipt";
import { signReceipt } from "#lib/receipts/sign";
import {
  type EvidenceBend,
  newSigningKey,
  type Restate,
  restated,
  signedEvidence,
} from "./example-evidence.ts";
import { batchOf, displayOf, editOf, standingOf } from "./example-statement.ts";

const now = new Date("2026-11-24T14:00:00.000Z");

/** What can be unusual or wrong with a receipt. */
export interface Bend extends EvidenceBend {
  /** Ends every text that an author may choose and that is valid with any ending. */
  suffix?: string;
  as?: Signer["as"];
  descriptor?: Descriptor;
  /** The environment of the workspace. */
  environment?: string;
  /** The action, in place of a refund. */
  action?: Action;
  /** The version of the reader of shell commands that the approver was shown. */
  read?: Read;
  /** The version of the built-in descriptors that the descriptor is from. */
  builtIn?: number;
  /** How many statements are signed with one signature, and the place of this one among them. */
  together?: { count: number; index: number };
  /** Whether the approver lowered the amount that the agent asked for. */
  isEdited?: boolean;
  /** The action of a request that the approver signed a standing approval for, in place of an approval. */
  drawn?: Action;
  /** What the passkey signs in place of the statement, or of the batch over the statements. */
  sign?: Restate;
  signBatch?: Restate;
  /** The key that the server signs with, in place of a new one. */
  key?: SigningKey;
  change?: (receipt: UnsignedReceipt) => void;
}

/**
 * A receipt created by the server's own code with a software passkey, or a receipt with a chosen
 * error, signed by the server anyway.
 */
export async function exampleReceipt(bend: Bend = {}): Promise<Receipt> {
  const suffix = bend.suffix ?? "";
  const as = bend.as ?? { capacity: "owner" };
  const [agent = "", owner = "", request = "", approval = ""] = ["agt_a", "per_o", "req_r", "apr_1"].map(
    (id) => id + suffix,
  );
  const origin = bend.origin ?? `https://countersign.example${suffix && `/${suffix}`}`;
  const action: Action = bend.action ?? {
    type: `refund.create${suffix}`,
    resource: `charge/ch_81${suffix}`,
    params: { amount: 1250, [`currency${suffix}`]: `USD${suffix}` },
    ...(suffix && { audience: `https://payments.example/${suffix}` }),
  };
  const digest = actionDigest(agent, action);
  const display = await displayOf(action, bend);
  const edited = bend.isEdited ? editOf(agent, action) : undefined;
  const statementOf = (requestId: string) =>
    newStatement(
      {
        requestId,
        action,
        actionDigest: digest,
        agentId: agent,
        ownerId: owner,
        ownerEpoch: 1,
        policyVersion: 7,
        expiresAt: new Date(now.getTime() + 900_000),
      },
      { approverId: owner, as, display, edit: edited?.signed, environment: bend.environment },
      now,
    );
  const approved = statementOf(request);
  const statement = restated(bend.drawn ? standingOf(approved) : approved, bend.sign);
  const batched =
    bend.together &&
    batchOf(statement, bend.together, (at) => statementOf(`${request}${at}`), bend.signBatch);
  const { prefix } = batched ? batchKind : bend.drawn ? standingKind : approvalKind;
  const { evidence, relying_party } = signedEvidence(prefix, batched?.bytes ?? statement, {
    ...bend,
    origin,
  });
  const asked = bend.drawn
    ? { id: `req_d${suffix}`, action: bend.drawn, digest: actionDigest(agent, bend.drawn) }
    : { id: request, action, digest };
  const grant = newGrant({
    origin,
    requestId: asked.id,
    agentId: agent,
    ownerId: owner,
    ownerEpoch: 1,
    action: asked.action,
    actionDigest: asked.digest,
    basis: bend.drawn ? "policy" : "passkey",
    agentKey: undefined,
    ttlSeconds: 300,
    now,
  });
  const grantId = grant.id + suffix;
  const receipt: UnsignedReceipt = {
    v: 1,
    type: "countersign.receipt",
    issued_at: now.toISOString(),
    issuer: origin,
    approval: {
      id: approval,
      decision: "approve",
      at: new Date(now.getTime() + 5000).toISOString(),
      capacity: as.capacity,
      ...(suffix && { note: `Checked${suffix}` }),
      ...(as.onBehalfOf !== undefined && { on_behalf_of: { id: as.onBehalfOf, name: `Ann Away${suffix}` } }),
      ...(as.breakGlassReason !== undefined && { break_glass_reason: as.breakGlassReason }),
      ...(bend.drawn && { draw: { standing_approval: `sta_1${suffix}`, number: 3, total: 2700 } }),
    },
    approver: { id: owner, name: `Olive Owner${suffix}` },
    statement: base64url(statement),
    ...(batched && { batch: batched.proof }),
    evidence: { ...evidence, credential_id: evidence.credential_id + suffix },
    passkey: {
      enrolled_via: "invitation",
      enrolled_at: now.toISOString(),
      issued_by: { id: `per_a${suffix}`, name: `Ada Admin${suffix}` },
      vouched_by: [],
      confirmed: { at: now.toISOString(), with: "operator" },
    },
    ...(bend.descriptor && { descriptor: bend.descriptor }),
    relying_party,
    request: {
      id: asked.id,
      state: "approved",
      agent: { id: agent, name: `Refund bot${suffix}` },
      owner,
      action: asked.action,
      action_digest: asked.digest,
      ...(edited && { edit: { by: owner, at: now.toISOString(), ...edited.stated } }),
      policy: { version: 7, rules: [`refunds-over-100${suffix}`] },
      approvals: { required: 1, given: 1 },
      created_at: now.toISOString(),
    },
    grant: {
      id: grantId,
      state: "issued",
      issued_at: now.toISOString(),
      expires_at: grant.expiresAt.toISOString(),
      claims: { ...JSON.parse(grant.claims), jti: grantId },
    },
  };
  bend.change?.(receipt);
  return signReceipt(receipt, bend.key ?? newSigningKey());
}
