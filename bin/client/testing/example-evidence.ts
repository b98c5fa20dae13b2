import { generateKeyPairSync } from "node:crypto";
import type { Untyped } from "#client/json/untyped";
import { ed25519Thumbprint } from "#lib/crypto/ed25519";
import type { SigningKey } from "#lib/crypto/signing-key";
import { canonicalJson } from "#lib/json/canonical";
import { base64url, sha256 } from "#lib/kernel/digest";
import { type Faults, SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { type PasskeyAlgorithm, passkeyAlgorithms } from "#lib/passkeys/testing/soft-credential";
import type { Receipt } from "#lib/receipts/receipt";

/** What a passkey signs in place of a statement: other members, or the whole text. */
export type Restate = (statement: Untyped) => object | string;

/** What can be wrong with a passkey's signature, or unusual. */
export interface EvidenceBend {
  faults?: Faults;
  /** The algorithm of the passkey: ES256, if left out. */
  algorithm?: PasskeyAlgorithm;
  /** The label in front of what is signed. */
  label?: string;
  /** The site that the passkey is for. */
  rpId?: string;
  /** The page on which the passkey signed. */
  origin?: string;
}

/** The members of a receipt that prove a software passkey's signature over `signed`. */
export function signedEvidence(
  prefix: string,
  signed: Uint8Array,
  { faults, algorithm = "ES256", label = prefix, rpId = "countersign.example", ...bend }: EvidenceBend,
): Pick<Receipt, "evidence" | "relying_party"> {
  const { origin = "https://countersign.example" } = bend;
  const passkey = new SoftAuthenticator({ origin, rpId }, { backupEligible: false, counts: true, algorithm });
  passkey.create({ challenge: "AAAA", user: { id: "AAAA" } });
  const { response } = passkey.get({ challenge: base64url(sha256(label, signed)) }, faults);
  return {
    evidence: {
      credential_id: passkey.credentialId,
      public_key: base64url(passkey.publicKey),
      alg: passkeyAlgorithms[algorithm],
      authenticator_data: response.authenticatorData,
      client_data_json: response.clientDataJSON,
      signature: response.signature,
    },
    relying_party: { id: rpId, origin },
  };
}

/** The bytes of a statement with other content. */
export function restated(bytes: Uint8Array, restate: Restate | undefined): Uint8Array {
  if (restate === undefined) return bytes;
  const content = restate(JSON.parse(Buffer.from(bytes).toString()));
  return Buffer.from(typeof content === "string" ? content : canonicalJson(asJson(content)));
}

/** JSON leaves out the members that are undefined. */
function asJson(content: object) {
  return JSON.parse(JSON.stringify(content));
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
