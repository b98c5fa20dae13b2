import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { expect, test } from "vitest";
import { type Cbor, encodeCbor } from "#lib/passkeys/testing/cbor";
import { readCbor, readCoseKey } from "./cose-key.ts";
import { checkAuthenticatorData, checkRelyingParty } from "./passkey-evidence.ts";

const data = Buffer.from("signed");
const jwkOf = (key: KeyObject) => {
  const jwk = key.export({ format: "jwk" });
  const part = (name: "x" | "y" | "n" | "e") => Buffer.from(jwk[name] ?? "", "base64url");
  return { x: part("x"), y: part("y"), n: part("n"), e: part("e") };
};
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ed = generateKeyPairSync("ed25519");
const [ecJwk, rsaJwk, edJwk] = [ec, rsa, ed].map(({ publicKey }) => jwkOf(publicKey)) as [
  ReturnType<typeof jwkOf>,
  ReturnType<typeof jwkOf>,
  ReturnType<typeof jwkOf>,
];

const ecSignature = sign("sha256", data, ec.privateKey);

type Parts = [number, Cbor][];
const es256: Parts = [
  [1, 2],
  [3, -7],
  [-1, 1],
  [-2, ecJwk.x],
  [-3, ecJwk.y],
];
const rs256: Parts = [
  [1, 3],
  [3, -257],
  [-1, rsaJwk.n],
  [-2, rsaJwk.e],
];
const eddsa: Parts = [
  [1, 1],
  [3, -8],
  [-1, 6],
  [-2, edJwk.x],
];
const keyOf = (parts: Parts, ...changed: Parts) => readCoseKey(encodeCbor(new Map([...parts, ...changed])));

test.each([
  ["ES256", es256, ecSignature],
  ["RS256", rs256, sign("sha256", data, rsa.privateKey)],
  ["EdDSA", eddsa, sign(null, data, ed.privateKey)],
])("a COSE key for %s verifies its signatures and no others", async (name, parts, signature) => {
  const key = keyOf(parts);
  expect([key.name, await key.verifies(data, signature)]).toEqual([name, true]);
  expect(await key.verifies(Buffer.from("other"), signature)).toBe(false);
});

const [r, s] = [der(ecSignature, 3), der(ecSignature, 5 + (ecSignature[3] ?? 0))];
const sequence = (...parts: number[][]) => Buffer.from([0x30, parts.flat().length, ...parts.flat()]);
/** The integer whose length is at this place of a DER signature, with its tag and its length. */
function der(signature: Uint8Array, at: number): number[] {
  return [...signature.subarray(at - 1, at + 1 + (signature[at] ?? 0))];
}

test("an ES256 signature has one encoding: another form of the same numbers is refused", async () => {
  const { verifies } = keyOf(es256);
  expect(await verifies(data, sequence(r, s))).toBe(true);
  const padded = ([tag = 0, length = 0, ...digits]: number[]) => [tag, length + 1, 0, ...digits];
  for (const other of [
    sequence(padded(r), s),
    sequence(r, padded(s)),
    sequence(r, s, [0]),
    sequence(r),
    sequence([4, ...r.slice(1)], s),
    Buffer.from([0x31, ...sequence(r, s).subarray(1)]),
    Buffer.from([0x30, 0x81, ...sequence(r, s).subarray(1)]),
    Buffer.concat([sequence(r, s), Buffer.of(0)]),
    sign("sha256", data, { key: ec.privateKey, dsaEncoding: "ieee-p1363" }),
    Buffer.alloc(0),
  ])
    expect([other.toString("hex"), await verifies(data, other)]).toEqual([other.toString("hex"), false]);
});

// Node accepts a coordinate with leading zeros, so that one key would have several forms.
const padded = (bytes: Uint8Array) => Buffer.concat([Buffer.alloc(1), bytes]);

test.each<[string, Parts, [number, Cbor]]>([
  ["an x of 33 bytes", es256, [-2, padded(ecJwk.x)]],
  ["a y of 33 bytes", es256, [-3, padded(ecJwk.y)]],
  ["an Ed25519 key of 33 bytes", eddsa, [-2, padded(edJwk.x)]],
  ["an x that is text", es256, [-2, "x".repeat(32)]],
  ["a modulus that is a number", rs256, [-1, 3]],
  ["the algorithm of another key type", es256, [3, -257]],
  ["another curve", es256, [-1, 2]],
  ["another type of RSA key", rs256, [1, 2]],
  ["another Edwards curve", eddsa, [-1, 7]],
  ["another algorithm for Ed25519", eddsa, [3, -7]],
])("a COSE key with %s is refused", (_, parts, changed) => {
  expect(() => keyOf(parts, changed)).toThrow(/COSE key|is none of/);
});

test("a COSE key is a CBOR map", () => {
  expect(() => readCoseKey(encodeCbor("key"))).toThrow("a COSE key is a CBOR map");
});

test.each<[string, string, unknown]>([
  ["a number", "1903e8", undefined],
  ["bytes after the item", "0000", "bytes after"],
  ["a key twice", "a201000100", "twice"],
  ["a tag", "c000", "tags"],
  ["a float", "f93c00", "isn't supported"],
  ["an indefinite length", "9fff", "indefinite"],
  ["a length of eight bytes", "1b0000000000000001", "indefinite or too large"],
  ["fewer bytes than announced", "4401", "too early"],
  ["a length without its bytes", "19", "too early"],
  ["text that isn't UTF-8", "61ff", "not valid"],
  ["lists in nine lists", `${"81".repeat(9)}80`, "too deeply"],
])("CBOR with %s is read strictly", (_, hex, fault) => {
  const read = () => readCbor(new Uint8Array(Buffer.from(hex, "hex")));
  if (fault === undefined) expect(read()).toBe(1000);
  else expect(read).toThrow(String(fault));
});

const rpIdHash = createHash("sha256").update("countersign.example").digest();
const [present, verified, attested, extended] = [0x01, 0x04, 0x40, 0x80];
const usual = present | verified;

function dataOf(flags: number, rest: Uint8Array = Buffer.alloc(0)): Promise<string> {
  const authenticatorData = Buffer.concat([rpIdHash, Buffer.of(flags), Buffer.alloc(4), rest]);
  return checkAuthenticatorData({
    evidence: { authenticator_data: authenticatorData.toString("base64url") },
    relying_party: { id: "countersign.example" },
  });
}

test("authenticator data may end in one map of extensions that its flags announce", async () => {
  expect(await dataOf(usual)).toContain("verified");
  expect(await dataOf(usual | extended, Buffer.of(0xa0))).toContain("verified");
});

test.each<[string, number, Buffer, string]>([
  ["bytes that no flag announces", usual, Buffer.of(0xa0), "bytes after"],
  ["bytes after the extensions", usual | extended, Buffer.of(0xa0, 0), "bytes after"],
  ["a flag for extensions, and none", usual | extended, Buffer.alloc(0), "too early"],
  ["a new credential", usual | attested, Buffer.alloc(0), "registration"],
])("authenticator data with %s is refused", async (_, flags, rest, fault) => {
  await expect(dataOf(flags, rest)).rejects.toThrow(fault);
});

test("authenticator data without its counter is refused", async () => {
  const short = Buffer.concat([rpIdHash, Buffer.of(usual)]).toString("base64url");
  const receipt = { evidence: { authenticator_data: short }, relying_party: { id: "countersign.example" } };
  await expect(checkAuthenticatorData(receipt)).rejects.toThrow("too short");
});

test.each([
  ["sign.example", "https://sign.example", true],
  ["example", "https://sign.example", true],
  ["sign.example", "https://evilsign.example", false],
  ["sign.example", "https://sign.example.evil", false],
])("the passkeys of %s may be used at %s: %s", (id, origin, isAllowed) => {
  const check = () => checkRelyingParty({ relying_party: { id, origin } });
  if (isAllowed) expect(check()).toBe(`${id}, at ${origin}`);
  else expect(check).toThrow("can't use passkeys");
});
