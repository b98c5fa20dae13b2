import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ed25519Thumbprint } from "#lib/crypto/ed25519";
import { signJws } from "#lib/crypto/jws";
import type { SigningKey } from "#lib/crypto/signing-key";
import { newGrant } from "./claims.ts";
import { readGrant } from "./read.ts";

const origin = "https://c.example";
const key = newKey();
const other = newKey();
const { claims } = newGrant({
  ...{
    origin,
    requestId: "req_1",
    agentId: "agt_01m8bcf6njeypr7hnpkd7xndy4",
    ownerId: "per_1",
    ownerEpoch: 1,
  },
  ...{ action: { type: "refund.create", params: {} }, actionDigest: "digest", basis: "policy" },
  ...{ agentKey: undefined, ttlSeconds: 60, now: new Date("2026-05-01T12:00:00Z") },
});
const grant = await signJws(claims, { kid: key.kid, typ: "at+jwt", privateKey: key.privateKey });

describe("a grant of a key that this process holds", () => {
  test("is verified by signing its bytes again", async () => {
    expect(await verified(grant, key)).toBe(true);
  });

  test.each<[string, string?, string?]>([
    ["spaces in the header", encode(`{ "alg":"EdDSA","typ":"at+jwt","kid":"${key.kid}"}`)],
    ["members of the header in another order", encode(`{"typ":"at+jwt","alg":"EdDSA","kid":"${key.kid}"}`)],
    ["spaces in the claims", undefined, encode(`${claims} `)],
    ["other claims", undefined, encode(claims.replace('"owner_epoch":1', '"owner_epoch":2'))],
  ])("is refused with %s, because the signature covers the presented bytes", async (_, head, body) => {
    const [ownHead = "", ownBody = "", signature = ""] = grant.split(".");
    const changed = [head ?? ownHead, body ?? ownBody, signature].join(".");
    expect(await verified(changed, key)).toBe(false);
    expect(await verified(changed, undefined)).toBe(false);
  });

  test("is refused with another key's signature, under the ID of the held key", async () => {
    const forged = await signJws(claims, { kid: key.kid, typ: "at+jwt", privateKey: other.privateKey });
    expect(await verified(forged, key)).toBe(false);
  });

  test("gets the same verdict as from the public key, whichever character of it is changed", async () => {
    const place = fc.nat({ max: grant.length - 1 });
    const character = fc.constantFrom(..."ABYZaz09-_.");
    await fc.assert(
      fc.asyncProperty(place, character, async (at, text) => {
        const changed = grant.slice(0, at) + text + grant.slice(at + 1);
        const bySigning = await verified(changed, key);
        expect(bySigning).toBe(await verified(changed, undefined));
        expect(bySigning).toBe(changed === grant);
      }),
      { numRuns: 200 },
    );
  });
});

test("a grant is verified by the public key where the process holds no private key, or another one", async () => {
  expect(await verified(grant, undefined)).toBe(true);
  expect(await verified(grant, other)).toBe(true);
  expect(await verified(grant, { ...other, kid: key.kid })).toBe(true);
});

test("a grant of a key that is unknown or long retired is refused, also if the process holds it", async () => {
  await expect(readGrant(grant).verify({ x: null, origin, held: key })).rejects.toThrow(
    /unknown signing key/,
  );
});

/** Whether the grant verifies; a grant that cannot be read does not. */
async function verified(text: string, held: SigningKey | undefined): Promise<boolean> {
  try {
    await readGrant(text).verify({ x: key.publicJwk.x, origin, held });
    return true;
  } catch {
    return false;
  }
}

function newKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  const kid = ed25519Thumbprint(Buffer.from(x, "base64url"));
  return { kid, privateKey, publicJwk: { kty: "OKP", crv: "Ed25519", x } };
}

function encode(text: string): string {
  return Buffer.from(text).toString("base64url");
}
