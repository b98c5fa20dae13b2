import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { type Cbor, encodeCbor } from "./cbor.ts";

/**
 * A software authenticator's credential: one ES256 key pair under a random ID, bound to a user
 * handle (base64url).
 */
export interface SoftCredential {
  id: Buffer;
  privateKey: KeyObject;
  cosePublicKey: Buffer;
  userHandle: string;
  counter: number;
}

/** A new key pair, with its public key as COSE_Key bytes. */
export function newCredential(userHandle: string): SoftCredential {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  // COSE_Key (RFC 9052 section 7): kty EC2, alg ES256, crv P-256, x, y.
  const cosePublicKey = encodeCbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ]),
  );
  return { id: randomBytes(32), privateKey, cosePublicKey, userHandle, counter: 0 };
}
