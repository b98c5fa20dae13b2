import type { Untyped } from "#client/json/untyped";
import { type Cbor, encodeCbor } from "#lib/passkeys/testing/cbor";
import type { Faults } from "#lib/passkeys/testing/soft-authenticator";
import type { PasskeyAlgorithm } from "#lib/passkeys/testing/soft-credential";
import type { UnsignedReceipt } from "#lib/receipts/receipt";
import { readCbor } from "../../../receipts/cose-key.ts";
import { approval, around, ownership, put, type Row } from "../vector.ts";

const faulty = (faults: Faults) => approval({ faults });

const flagged = (flags: number, ...rest: number[]) =>
  faulty({
    authenticatorData: (bytes) => {
      const changed = Buffer.concat([bytes, Buffer.from(rest)]);
      changed[32] = (changed[32] ?? 0) | flags;
      return changed;
    },
  });

/** What the authenticator says about another signature. */
export const wrongAuthenticatorData: Row[] = [
  ["site", "a passkey of another site", faulty({ rpId: "evil.example" })],
  ["no-one-present", "no one was present", faulty({ userPresent: false })],
  ["no-one-verified", "the device verified no one", faulty({ userVerified: false })],
  ["backed-up", "backed up without being eligible for it", faulty({ backedUp: true, backupEligible: false })],
  ["ownership-no-one-verified", "the device verified no one", ownership({ faults: { userVerified: false } })],
  ["new-credential", "a flag for a new credential", flagged(0x40)],
  ["short", "a counter that is cut off", faulty({ authenticatorData: (bytes) => bytes.subarray(0, 36) })],
  ["bytes-after", "bytes that no flag announces", flagged(0, 0xa0)],
  ["bytes-after-extensions", "bytes after the extensions", flagged(0x80, 0xa0, 0)],
  ["extensions-left-out", "a flag for extensions, and none", flagged(0x80)],
  ["extensions-cut-off", "extensions that are cut off", flagged(0x80, 0xa1, 1, 0x44, 0)],
  ["extensions-twice", "an extension that is there twice", flagged(0x80, 0xa2, 1, 0, 1, 0)],
  ["extensions-of-another-type", "extensions that are a list", flagged(0x80, 0x80)],
];

const evidence = (name: string, change: (value: string, receipt: Untyped) => unknown) =>
  around((r) => put(`evidence.${name}`, change(r.evidence[name], r))(r));

/** Signatures that don't verify, or whose key isn't as it has to be. */
export const wrongPasskeySignatures: Row[] = [
  ["flipped-bit", "a flipped bit in the signature", faulty({ flipSignature: true })],
  ["ownership-flipped-bit", "a flipped bit in the signature", ownership({ faults: { flipSignature: true } })],
  ["algorithm", "another algorithm than the key's", evidence("alg", () => -257)],
  ["padding", "a signature in base64url with padding", around(padded, { algorithm: "EdDSA" })],
  ["raw-ecdsa", "an ECDSA signature that isn't DER", evidence("signature", (der) => withoutDer(der))],
  ["long-coordinate", "a coordinate of 33 bytes", evidence("public_key", (key) => bentKey(key, -2, longer))],
  ["curve", "a key of another curve", evidence("public_key", (key) => bentKey(key, -1, () => 2))],
  ["key-type", "a key of another type", evidence("public_key", (key) => bentKey(key, 1, () => 3))],
  [
    "key-algorithm",
    "a key for another algorithm",
    evidence("public_key", (key) => bentKey(key, 3, () => -257)),
  ],
  ["eddsa-key-type", "an EdDSA key of another type", bentKeyOf("EdDSA", 1, 2)],
  ["eddsa-curve", "an EdDSA key of another curve", bentKeyOf("EdDSA", -1, 7)],
  ["rs256-key-type", "an RS256 key of another type", bentKeyOf("RS256", 1, 2)],
  ["curve-true", "a key whose curve is true, not 1", bentKeyOf("ES256", -1, true)],
  ["key-type-true", "an EdDSA key whose type is true, not 1", bentKeyOf("EdDSA", 1, true)],
];

function padded(receipt: Untyped) {
  receipt.evidence.signature += "==";
}

function longer(coordinate: Cbor) {
  return Buffer.concat([Buffer.alloc(1), coordinate as Uint8Array]);
}

function bentKeyOf(algorithm: PasskeyAlgorithm, parameter: number, value: Cbor) {
  const change = ({ evidence }: UnsignedReceipt) => {
    evidence.public_key = bentKey(evidence.public_key, parameter, () => value);
  };
  return approval({ algorithm, change });
}

/** A COSE key with another value of one parameter. */
function bentKey(key: string, parameter: number, bend: (value: Cbor) => Cbor) {
  const map = readCbor(Buffer.from(key, "base64url")) as Map<number, Cbor>;
  map.set(parameter, bend(map.get(parameter) ?? 0));
  return encodeCbor(map).toString("base64url");
}

/** The two numbers of an ECDSA signature alone, as in a JWS. */
function withoutDer(signature: string) {
  const der = Buffer.from(signature, "base64url");
  const length = der[3] ?? 0;
  const numbers = [der.subarray(4, 4 + length), der.subarray(6 + length)];
  const fixed = numbers.map((n) => Buffer.concat([Buffer.alloc(32), n]).subarray(-32));
  return Buffer.concat(fixed).toString("base64url");
}
