import { joinBytes, toBase64url } from "./bytes.ts";

// WebCrypto, which Node and browsers have: one implementation verifies in both.

/** Whether a signature is valid over bytes. A key that the platform refuses to import throws. */
export type Verifies = (data: Uint8Array, signature: Uint8Array) => Promise<boolean>;

/** Ed25519 (RFC 8032), with the key as `x` of a JWK. */
export function ed25519(x: string): Verifies {
  return verifier({ kty: "OKP", crv: "Ed25519", x }, { name: "Ed25519" });
}

/** RSASSA-PKCS1-v1_5 with SHA-256. */
export function rs256(n: Uint8Array, e: Uint8Array): Verifies {
  const jwk = { kty: "RSA", n: toBase64url(n), e: toBase64url(e) };
  return verifier(jwk, { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" });
}

/** ECDSA on P-256 with SHA-256. WebAuthn Level 3, section 6.5.5: the signature is an ASN.1 DER sequence. */
export function es256(x: Uint8Array, y: Uint8Array): Verifies {
  const jwk = { kty: "EC", crv: "P-256", x: toBase64url(x), y: toBase64url(y) };
  const verifies = verifier(jwk, { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" });
  return async (data, signature) => {
    const raw = readDer(signature);
    return raw !== undefined && verifies(data, raw);
  };
}

function verifier(
  jwk: JsonWebKey,
  algorithm: { name: string; hash?: string; namedCurve?: string },
): Verifies {
  return async (data, signature) => {
    const key = await crypto.subtle.importKey("jwk", jwk, algorithm, false, ["verify"]);
    return crypto.subtle.verify(algorithm, key, joinBytes(signature), joinBytes(data));
  };
}

/** The two numbers of a DER signature, 32 bytes each. Any other encoding of them is refused. */
function readDer(der: Uint8Array): Uint8Array | undefined {
  const [sequence, length, ...content] = der;
  if (sequence !== 0x30 || length !== content.length) return undefined;
  const [r, rest] = readInteger(content);
  const [s, surplus] = readInteger(rest);
  return r && s && surplus.length === 0 ? Uint8Array.from([...r, ...s]) : undefined;
}

/** One positive DER integer in its shortest form, padded to 32 bytes, and what follows it. */
function readInteger([tag, length = 0, ...content]: number[]): [number[] | undefined, number[]] {
  const digits = content.slice(0, length);
  const rest = content.slice(length);
  const [first = 0x80, second = 0] = digits;
  const isShortest = first < 0x80 && (first > 0 || digits.length === 1 || second >= 0x80);
  const value = first === 0 ? digits.slice(1) : digits;
  if (tag !== 0x02 || digits.length !== length || !isShortest || value.length > 32) return [undefined, []];
  return [[...Array<number>(32 - value.length).fill(0), ...value], rest];
}
