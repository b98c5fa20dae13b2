import { base64url, decodeJwt } from "jose";
import type { SigningKey } from "../keys.ts";
import { Refusal } from "../refusal.ts";
import { randomId, sha256, utf8 } from "../text.ts";

/**
 * The headers by which an agent presents a grant to a tool: the grant and the proof that the grant
 * is the agent's own, valid for five minutes (docs/agents.md, "When the tool redeems").
 * @param method the HTTP method of the call
 * @throws {Refusal} `not_set_up`
 */
export async function proofHeaders(
  key: SigningKey,
  grant: string,
  method: string,
): Promise<Record<string, string>> {
  const { aud, cnf } = decodeJwt(grant);
  const authorization = `Bearer ${grant}`;
  if (cnf === undefined)
    return { authorization, "countersign-proof": await agentProof(key, grant, String(aud)) };
  if (!key.signRaw)
    throw new Refusal(
      "not_set_up",
      "This grant is bound to a private key, but the agent's key is a shared secret.",
    );
  return { authorization, dpop: await dpopProof(key, { grant, method, htu: String(aud) }) };
}

async function agentProof(key: SigningKey, grant: string, audience: string) {
  const prefix = `${randomId("prf")}.${Math.floor(Date.now() / 1000)}.`;
  const text = ["countersign/grant-proof/v1", await sha256(grant), audience].join("\n");
  return `${prefix}${await key.sign(`${prefix}${text}`)}`;
}

/** A DPoP proof (RFC 9449 section 4.2). */
async function dpopProof(
  key: SigningKey,
  { grant, method, htu }: { grant: string; method: string; htu: string },
) {
  const header = {
    typ: "dpop+jwt",
    alg: "EdDSA",
    jwk: { kty: "OKP", crv: "Ed25519", x: await key.publicX() },
  };
  const claims = {
    jti: randomId("prf"),
    htm: method,
    htu,
    iat: Math.floor(Date.now() / 1000),
    ath: await sha256(grant),
  };
  const signed = [header, claims].map((part) => base64url.encode(utf8(JSON.stringify(part)))).join(".");
  const signature = await key.signRaw?.(signed);
  return `${signed}.${base64url.encode(signature ?? new Uint8Array())}`;
}
