import { constants, createPublicKey, type JsonWebKey, type VerifyKeyObjectInput, verify } from "node:crypto";
import { readCbor } from "./cbor.ts";

/** A passkey's public key from COSE (RFC 9052 section 7, RFC 9053, RFC 8230). */
export function readCoseKey(bytes: Uint8Array): {
  alg: number;
  name: string;
  verifies: (data: Uint8Array, signature: Uint8Array) => boolean;
} {
  const map = readCbor(bytes);
  if (!(map instanceof Map)) throw new Error("a COSE key is a CBOR map");
  const [kty, alg, crv] = [map.get(1), map.get(3), map.get(-1)];
  if (kty === 2 && alg === -7 && crv === 1) return es256(map);
  if (kty === 3 && alg === -257) return rs256(map);
  if (kty === 1 && alg === -8 && crv === 6) return eddsa(map);
  throw new Error(`key type ${kty} with algorithm ${alg} is none of ES256, RS256 and EdDSA`);
}

function es256(map: Map<unknown, unknown>) {
  const key = publicKey({ kty: "EC", crv: "P-256", x: text(map.get(-2), 32), y: text(map.get(-3), 32) });
  // WebAuthn Level 3, section 6.5.5: an ECDSA signature is an ASN.1 DER sequence.
  return {
    alg: -7,
    name: "ES256",
    verifies: verifier("sha256", { key, dsaEncoding: "der" as const }),
  };
}

function rs256(map: Map<unknown, unknown>) {
  const key = publicKey({ kty: "RSA", n: text(map.get(-1)), e: text(map.get(-2)) });
  return {
    alg: -257,
    name: "RS256",
    verifies: verifier("sha256", { key, padding: constants.RSA_PKCS1_PADDING }),
  };
}

function eddsa(map: Map<unknown, unknown>) {
  const key = publicKey({ kty: "OKP", crv: "Ed25519", x: text(map.get(-2), 32) });
  return { alg: -8, name: "EdDSA", verifies: verifier(null, { key }) };
}

function verifier(hash: string | null, key: VerifyKeyObjectInput) {
  return (data: Uint8Array, signature: Uint8Array) => verify(hash, data, key, signature);
}

function publicKey(jwk: JsonWebKey) {
  return createPublicKey({ key: jwk, format: "jwk" });
}

function text(bytes: unknown, length?: number) {
  if (!(bytes instanceof Uint8Array) || (length !== undefined && bytes.byteLength !== length)) {
    throw new Error("a COSE key lacks a part, or has one of the wrong length");
  }
  return Buffer.from(bytes).toString("base64url");
}
