import { base64url, decodeJwt } from "jose";
import type { SigningKey } from "../keys.ts";
import { Refusal } from "../refusal.ts";
import { randomId, sha256, utf8 } from "../text.ts";

/**
 * The headers that present a grant to a tool: the grant, and the proof that it is the agent's own,
 * valid for five minutes (docs/agents.md, "When the tool redeems").
 * @throws {Refusal} `not_set_up`
 */
export async function proofHeaders(
  key: SigningKey,
  grant: string,
  method: string,
): Promise<Record<string, string>> {
  const { name, proof } = await proveGrant(key, grant, { method, at: Date.now() });
  return { authorization: `Bearer ${grant}`, [name.toLowerCase()]: proof };
}

/**
 * The proof that a grant is the agent's own, with its header: a DPoP proof (RFC 9449) for a bound
 * grant, else a signature by the agent's key. `at`: milliseconds since the epoch.
 * @throws {Refusal} `not_set_up`, `invalid_grant`
 */
export async function proveGrant(
  key: SigningKey,
  grant: string,
  { method, at }: { method: string; at: number },
): Promise<{ name: "DPoP" | "Countersign-Proof"; proof: string }> {
  const { aud, cnf } = readClaims(grant);
  const use = { grant, audience: String(aud), seconds: Math.floor(at / 1000) };
  if (cnf === undefined) return { name: "Countersign-Proof", proof: await agentProof(key, use) };
  if (!key.signRaw)
    throw new Refusal(
      "not_set_up",
      "This grant is bound to a private key, but the agent's key is a shared secret.",
    );
  return { name: "DPoP", proof: await dpopProof(key, { ...use, method }) };
}

/** The claims of a grant, not verified. */
function readClaims(grant: string) {
  try {
    return decodeJwt(grant);
  } catch (cause) {
    throw new Refusal("invalid_grant", "The grant isn't a signed JWT.", { cause });
  }
}

/** A grant's use at its audience, and the time in seconds since the epoch. */
interface Use {
  grant: string;
  audience: string;
  seconds: number;
}

async function agentProof(key: SigningKey, { grant, audience, seconds }: Use) {
  const prefix = `${randomId("prf")}.${seconds}.`;
  const text = ["countersign/grant-proof/v1", await sha256(grant), audience].join("\n");
  return `${prefix}${await key.sign(`${prefix}${text}`)}`;
}

/** A DPoP proof (RFC 9449 section 4.2). */
async function dpopProof(key: SigningKey, { grant, audience, seconds, method }: Use & { method: string }) {
  const header = {
    typ: "dpop+jwt",
    alg: "EdDSA",
    jwk: { kty: "OKP", crv: "Ed25519", x: await key.publicX() },
  };
  const claims = {
    jti: randomId("prf"),
    htm: method,
    htu: audience,
    iat: seconds,
    ath: await sha256(grant),
  };
  const signed = [header, claims].map((part) => base64url.encode(utf8(JSON.stringify(part)))).join(".");
  const signature = await key.signRaw?.(signed);
  return `${signed}.${base64url.encode(signature ?? new Uint8Array())}`;
}
