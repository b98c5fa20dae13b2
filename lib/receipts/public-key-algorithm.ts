import { cose, decodeCredentialPublicKey } from "@simplewebauthn/server/helpers";
import { CountersignError } from "#lib/kernel/errors";

/** The COSE algorithm a passkey's public key is for: -7 ES256, -8 EdDSA, -257 RS256. */
export function readPublicKeyAlgorithm(publicKey: Uint8Array): number {
  const algorithm = decodeCredentialPublicKey(new Uint8Array(publicKey)).get(cose.COSEKEYS.alg);
  if (algorithm === undefined)
    throw new CountersignError("internal", "a stored public key names no algorithm");
  return algorithm;
}
