import { createPrivateKey, createPublicKey, sign } from "node:crypto";

/** Seconds since the epoch at which every vector is checked. */
export const at = 1_800_000_000;
export const issuer = "https://countersign.example";

/** The seeds of the issuer's, the agent's and a stranger's key. */
export const seeds = {
  issuer: Buffer.alloc(32, 1),
  agent: Buffer.alloc(32, 2),
  stranger: Buffer.alloc(32, 3),
};
export const agentKey = `whsk_${seeds.agent.toString("base64")}`;
export const agentSecret = `whsec_${Buffer.alloc(32, 4).toString("base64")}`;

/** The issuer's key set, with keys that no grant may be signed with. */
export const jwks = {
  keys: [
    { ...jwkOf(seeds.issuer), kid: "key_1", alg: "EdDSA", use: "sig" },
    { ...jwkOf(seeds.stranger), kid: "key_for_encryption", use: "enc" },
    { kty: "oct", k: "AAAA", kid: "key_of_another_kind" },
  ],
};

/** A JWT whose header and claims are any JSON, or texts as they are. */
export function jwt(header: object | string, claims: object | string, seed: Buffer): string {
  const signed = [header, claims].map(encoded).join(".");
  return `${signed}.${sign(null, Buffer.from(signed), privateKeyOf(seed)).toString("base64url")}`;
}

export function encoded(part: object | string): string {
  return Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");
}

export function jwkOf(seed: Buffer) {
  const { kty, crv, x } = createPublicKey(privateKeyOf(seed)).export({ format: "jwk" });
  return { kty, crv, x };
}

function privateKeyOf(seed: Buffer) {
  // PKCS #8 for Ed25519 up to the seed (RFC 8410 section 7).
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}
