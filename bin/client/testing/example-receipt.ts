import { generateKeyPairSync } from "node:crypto";
import { type Display, newStatement, type Signer, statementChallenge } from "#lib/approvals/statement";
import { batchKind, batchStatements, proveInclusion } from "#lib/approvals/together/batch";
import { ed25519Thumbprint } from "#lib/crypto/ed25519";
import type { SigningKey } from "#lib/crypto/signing-key";
import type { Read } from "#lib/descriptors/commands/open-reader";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { descriptorDigest, renderingDigest } from "#lib/descriptors/digests";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { renderAction } from "#lib/descriptors/render/render-action";
import { newGrant } from "#lib/grants/claims";
import { base64url } from "#lib/kernel/digest";
import { challengeOf } from "#lib/passkeys/signing/statement-kind";
import { type Faults, SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { type PasskeyAlgorithm, passkeyAlgorithms } from "#lib/passkeys/testing/soft-credential";
import { type Action, actionDigest } from "#lib/policy/language/action";
import type { Receipt, UnsignedReceipt } from "#lib/receipts/receipt";
import { signReceipt } from "#lib/receipts/sign";

const now = new Date("2026-11-24T14:00:00.000Z");
const rpId = "countersign.example";

/**
 * A receipt created by the server's own code with a software passkey, or a receipt with a chosen
 * error, signed by the server anyway. `suffix` ends every text an author may choose and that is
 * valid with any ending.
 */
export async function exampleReceipt(
  bend: {
    faults?: Faults;
    suffix?: string;
    as?: Signer["as"];
    descriptor?: Descriptor;
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
    /** The algorithm of the passkey: ES256, if left out. */
    algorithm?: PasskeyAlgorithm;
    /** The key that the server signs with, in place of a new one. */
    key?: SigningKey;
    change?: (receipt: UnsignedReceipt) => void;
  } = {},
): Promise<Receipt> {
  const suffix = bend.suffix ?? "";
  const as = bend.as ?? { capacity: "owner" };
  const [agent = "", owner = "", request = "", approval = ""] = ["agt_a", "per_o", "req_r", "apr_1"].map(
    (id) => id + suffix,
  );
  const origin = `https://countersign.example${suffix && `/${suffix}`}`;
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
      { approverId: owner, as, display, edit: edited?.signed },
      now,
    );
  const statement = statementOf(request);
  const batched = bend.together && batchOf(statement, bend.together, (at) => statementOf(`${request}${at}`));
  const challenge = batched ? challengeOf(batchKind, batched.bytes) : statementChallenge(statement);
  const { algorithm = "ES256" } = bend;
  const passkey = new SoftAuthenticator({ origin, rpId }, { backupEligible: false, counts: true, algorithm });
  passkey.create({ challenge: "AAAA", user: { id: "AAAA" } });
  const { response } = passkey.get({ challenge: base64url(challenge) }, bend.faults);
  const grant = newGrant({
    origin,
    requestId: request,
    agentId: agent,
    ownerId: owner,
    ownerEpoch: 1,
    action,
    actionDigest: digest,
    basis: "passkey",
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
    },
    approver: { id: owner, name: `Olive Owner${suffix}` },
    statement: base64url(statement),
    ...(batched && { batch: batched.proof }),
    evidence: {
      credential_id: passkey.credentialId + suffix,
      public_key: base64url(passkey.publicKey),
      alg: passkeyAlgorithms[algorithm],
      authenticator_data: response.authenticatorData,
      client_data_json: response.clientDataJSON,
      signature: response.signature,
    },
    passkey: {
      enrolled_via: "invitation",
      enrolled_at: now.toISOString(),
      issued_by: { id: `per_a${suffix}`, name: `Ada Admin${suffix}` },
      vouched_by: [],
      confirmed: { at: now.toISOString(), with: "operator" },
    },
    ...(bend.descriptor && { descriptor: bend.descriptor }),
    relying_party: { id: rpId, origin },
    request: {
      id: request,
      state: "approved",
      agent: { id: agent, name: `Refund bot${suffix}` },
      owner,
      action,
      action_digest: digest,
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

/** An edit that led to `action`, as signed and as a receipt states it. */
function editOf(agent: string, action: Action) {
  const asked: Action = { ...action, params: { ...action.params, amount: 9000 } };
  const from = actionDigest(agent, asked);
  const patch = [{ op: "replace" as const, path: "/params/amount", value: action.params.amount ?? null }];
  return { signed: { from, patch }, stated: { asked, asked_digest: from, patch } };
}

/** A key of a server. */
export function newSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  return {
    kid: ed25519Thumbprint(Buffer.from(x, "base64url")),
    privateKey,
    publicJwk: { kty: "OKP" as const, crv: "Ed25519" as const, x },
  };
}

async function displayOf(
  action: Action,
  { descriptor, builtIn, read }: Parameters<typeof exampleReceipt>[0] & object,
): Promise<Display> {
  const source = builtIn === undefined ? { version: 7 } : { built_in: builtIn };
  const commands = read ? { read } : await readerFor(descriptor);
  return {
    ...(descriptor && { descriptor: { ...source, digest: descriptorDigest(descriptor) } }),
    rendering: renderingDigest(renderAction(action, descriptor, commands)),
  };
}

/** A statement among others in a batch. */
function batchOf(
  own: Uint8Array,
  { count, index }: { count: number; index: number },
  other: (at: number) => Uint8Array,
) {
  const batched = batchStatements(Array.from({ length: count }, (_, at) => (at === index ? own : other(at))));
  const { batch, path } = proveInclusion(batched, index);
  return { bytes: batched.bytes, proof: { statement: batch, index, path } };
}
