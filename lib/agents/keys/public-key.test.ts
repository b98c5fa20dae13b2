import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { isSoundPublicKey } from "./ed25519-point.ts";
import { parsePublicKey } from "./public-key.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const jwk = publicKey.export({ format: "jwk" });
const raw = new Uint8Array(Buffer.from(jwk.x ?? "", "base64url"));
const whpk = `whpk_${Buffer.from(raw).toString("base64")}`;

it("reads a public key as whpk_, as PEM and as JWK", () => {
  for (const text of [
    whpk,
    ` ${whpk}\n`,
    publicKey.export({ format: "pem", type: "spki" }).toString(),
    JSON.stringify(jwk),
  ]) {
    expect(parsePublicKey(text)).toEqual(raw);
  }
});

it("accepts every key that Node generates", () => {
  fc.assert(
    fc.property(fc.constant(null), () => {
      const x = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }).x ?? "";
      return isSoundPublicKey(Buffer.from(x, "base64url"));
    }),
    { numRuns: 20 },
  );
});

// The canonical encodings of the eight points whose order divides 8 (as in libsodium's blacklist),
// and non-canonical encodings.
it.each([
  ["order 1", "0100000000000000000000000000000000000000000000000000000000000000"],
  ["order 2", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"],
  ["order 4", "0000000000000000000000000000000000000000000000000000000000000000"],
  ["order 4, other sign", "0000000000000000000000000000000000000000000000000000000000000080"],
  ["order 8", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"],
  ["order 8, other sign", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"],
  ["order 8, other y", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"],
  ["order 8, other y and sign", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"],
  ["p instead of 0", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"],
  ["p + 1 instead of 1", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"],
  ["all ones", "ff".repeat(32)],
  ["minus zero for x", "0100000000000000000000000000000000000000000000000000000000000080"],
  ["a y with no x", "0200000000000000000000000000000000000000000000000000000000000000"],
])("refuses a point anyone could sign for, and bytes that are no point: %s", (_, hex) => {
  expect(() => parsePublicKey(`whpk_${Buffer.from(hex, "hex").toString("base64")}`)).toThrow(/not a sound/);
});

it("refuses a private key in any form, and says to throw it away", () => {
  const privateForms = [
    privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    JSON.stringify(privateKey.export({ format: "jwk" })),
    "whsk_AAAA",
    "whsec_AAAA",
  ];
  for (const text of privateForms) expect(() => parsePublicKey(text)).toThrow(/private key/);
});

it.each([
  "",
  "whpk_",
  "whpk_!!!!",
  `${whpk}AA`,
  "{",
  "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
])("refuses %j", (text) => {
  expect(() => parsePublicKey(text)).toThrow(/known form/);
});

it("refuses a key of another curve", () => {
  const ecKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
  expect(() => parsePublicKey(ecKey.export({ format: "pem", type: "spki" }).toString())).toThrow(
    /known form/,
  );
});
