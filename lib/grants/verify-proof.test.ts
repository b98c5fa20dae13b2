import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, type JWTHeaderParameters, SignJWT } from "jose";
import { expect, test } from "vitest";
import { addSeconds, epochSeconds } from "#lib/kernel/clock";
import { base64url, sha256 } from "#lib/kernel/digest";
import { verifyProof } from "./verify-proof.ts";

const now = new Date("2026-01-01T12:00:00Z");
const grant = "header.claims.signature";
const audience = "https://payments.example";
const { privateKey } = generateKeyPairSync("ed25519");
const claims = {
  htm: "POST",
  htu: audience,
  ath: base64url(sha256(grant)),
  jti: "p1",
  iat: epochSeconds(now),
};

interface Changes {
  claims?: object;
  header?: object;
  key?: KeyObject;
}

/** A correct proof except for these changes. An undefined claim or header member is left out. */
async function proof(changes: Changes = {}): Promise<string> {
  const key = changes.key ?? privateKey;
  const { d: _, ...jwk } = await exportJWK(key);
  const header = { alg: "EdDSA", typ: "dpop+jwt", jwk, ...changes.header } as JWTHeaderParameters;
  return new SignJWT({ ...claims, ...changes.claims }).setProtectedHeader(header).sign(key);
}

async function thumbprintOf(key: KeyObject): Promise<string> {
  return calculateJwkThumbprint(await exportJWK(key));
}

async function verify(offered: string | undefined, key = privateKey): Promise<void> {
  await verifyProof(offered, { grant, audience, thumbprint: await thumbprintOf(key), now });
}

test("a proof by the bound key for this grant and audience is accepted", async () => {
  await verify(await proof());
});

test("a grant that is bound to a key is refused without a proof", async () => {
  await expect(verify(undefined)).rejects.toMatchObject({ code: "invalid_proof" });
});

const another = generateKeyPairSync("ed25519").privateKey;
const es256 = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

test.each<[string, Changes]>([
  ["of another type", { header: { typ: "JWT" } }],
  ["without a type", { header: { typ: undefined } }],
  ["without a public key in its header", { header: { jwk: undefined } }],
  ["for another address", { claims: { htu: "https://other.example" } }],
  ["without an address", { claims: { htu: undefined } }],
  ["for another grant", { claims: { ath: base64url(sha256("another")) } }],
  ["without the hash of the grant", { claims: { ath: undefined } }],
  ["without an HTTP method", { claims: { htm: undefined } }],
  ["with a number as its HTTP method", { claims: { htm: 1 } }],
  ["without an id", { claims: { jti: undefined } }],
  ["with a number as its id", { claims: { jti: 1 } }],
  ["without a time", { claims: { iat: undefined } }],
  ["with text as its time", { claims: { iat: String(claims.iat) } }],
])("a proof %s is refused", async (_, changes) => {
  await expect(verify(await proof(changes))).rejects.toMatchObject({ code: "invalid_proof" });
});

test("a proof by a different key than the grant's bound key is refused", async () => {
  await expect(verify(await proof({ key: another }))).rejects.toMatchObject({ code: "invalid_proof" });
});

test("a proof whose header names the bound key but is signed by another key is refused", async () => {
  const { d: _, ...jwk } = await exportJWK(privateKey);
  const forged = proof({ key: another, header: { jwk } });
  await expect(verify(await forged)).rejects.toMatchObject({ code: "invalid_proof" });
});

test("a proof that carries the private key is refused (RFC 9449 section 4.3)", async () => {
  const exposed = proof({ header: { jwk: await exportJWK(privateKey) } });
  await expect(verify(await exposed)).rejects.toMatchObject({ code: "invalid_proof" });
});

test("a proof with another algorithm is refused, even by the key of the thumbprint", async () => {
  const signed = await proof({ key: es256, header: { alg: "ES256" } });
  await expect(verify(signed, es256)).rejects.toMatchObject({ code: "invalid_proof" });
});

// 300 seconds, and 30 for clocks that differ.
test.each([
  ["at the end of its life", -330, true],
  ["older than its life", -331, false],
  ["from a clock that is a little ahead", 30, true],
  ["from the future", 31, false],
])("a proof %s (%i s) is accepted: %s", async (_, seconds, isAccepted) => {
  const verified = verify(await proof({ claims: { iat: epochSeconds(addSeconds(now, seconds)) } }));
  if (isAccepted) await verified;
  else await expect(verified).rejects.toMatchObject({ code: "invalid_proof" });
});
