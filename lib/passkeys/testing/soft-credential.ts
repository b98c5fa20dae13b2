import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { type Cbor, encodeCbor } from "./cbor.ts";

/** The algorithms of passkeys that the server accepts, by their COSE numbers (RFC 9053, RFC 8812). */
export const passkeyAlgorithms = { ES256: -7, EdDSA: -8, RS256: -257 } as const;
export type PasskeyAlgorithm = keyof typeof passkeyAlgorithms;

/** A software authenticator's credential: a key pair under a random ID, bound to a user handle (base64url). */
export interface SoftCredential {
  id: Buffer;
  privateKey: KeyObject;
  cosePublicKey: Buffer;
  userHandle: string;
  counter: number;
}

/** A new key pair, with its public key as COSE_Key bytes (RFC 9052 section 7, RFC 8230). */
export function newCredential(userHandle: string, algorithm: PasskeyAlgorithm): SoftCredential {
  const { privateKey, publicKey } = newKeyPair(algorithm);
  const jwk = publicKey.export({ format: "jwk" });
  const part = (name: "x" | "y" | "n" | "e") => Buffer.from(jwk[name] ?? "", "base64url");
  const parts: Record<PasskeyAlgorithm, [number, Cbor][]> = {
    ES256: [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, part("x")],
      [-3, part("y")],
    ],
    EdDSA: [
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, part("x")],
    ],
    RS256: [
      [1, 3],
      [3, -257],
      [-1, part("n")],
      [-2, part("e")],
    ],
  };
  const cosePublicKey = encodeCbor(new Map(parts[algorithm]));
  return { id: randomBytes(32), privateKey, cosePublicKey, userHandle, counter: 0 };
}

function newKeyPair(algorithm: PasskeyAlgorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  if (algorithm === "ES256") return generateKeyPairSync("ec", { namedCurve: "P-256" });
  if (algorithm === "EdDSA") return generateKeyPairSync("ed25519");
  return generateKeyPairSync("rsa", { modulusLength: 2048 });
}
