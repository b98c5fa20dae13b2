import { generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import { readJws, signJws } from "./jws.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const rawKey = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
const typ = "grant+jwt";

/** A JWS with this header and a correct signature by our own key. */
function signedWith(header: object): string {
  const signed = [header, { sub: "agt_1" }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString("base64url")}`;
}

test("a token from signJws is read and verified", async () => {
  const read = readJws(await signJws("{}", { kid: "key_1", typ, privateKey }), typ);
  expect(read).toMatchObject({ kid: "key_1", payload: "{}" });
  expect(await read?.verifiedBy(rawKey)).toBe(true);
});

// RFC 8725 section 3.1: the verifier decides the algorithm, never the token.
test.each([
  ["another algorithm", { alg: "HS256", typ, kid: "key_1" }],
  ["no algorithm", { alg: "none", typ, kid: "key_1" }],
  ["a missing algorithm", { typ, kid: "key_1" }],
  ["another type", { alg: "EdDSA", typ: "receipt+jwt", kid: "key_1" }],
  ["a missing key id", { alg: "EdDSA", typ }],
  ["a critical extension (RFC 7515 section 4.1.11)", { alg: "EdDSA", typ, kid: "key_1", crit: ["b64"] }],
])("a token that names %s is not read, although its signature is valid", (_, header) => {
  expect(readJws(signedWith(header), typ)).toBeUndefined();
});
