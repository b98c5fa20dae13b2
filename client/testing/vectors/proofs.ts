import { createHash } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { signingKey } from "../../src/keys.ts";
import { audience } from "../refund.ts";
import { grantWith } from "./grants.ts";
import { agentSecret, at, jwkOf, jwt, seeds } from "./tokens.ts";

const bound = grantWith({ cnf: { jkt: await calculateJwkThumbprint(jwkOf(seeds.agent)) } });
const bearer = grantWith();
const hashOf = (grant: string) => createHash("sha256").update(grant).digest("base64url");
const claims = { jti: "prf_1", htm: "POST", htu: audience, iat: at, ath: hashOf(bound) };

const dpop = (more: object = {}, head: object = {}, seed = seeds.agent) =>
  jwt({ typ: "dpop+jwt", alg: "EdDSA", jwk: jwkOf(seed), ...head }, { ...claims, ...more }, seed);

async function agentProof(seconds: number) {
  const text = `countersign/grant-proof/v1\n${hashOf(bearer)}\n${audience}`;
  const prefix = `prf_1.${seconds}.`;
  return `${prefix}${await signingKey(agentSecret).sign(`${prefix}${text}`)}`;
}

/** What an agent presents to a tool with POST, and whether the tool refuses the call with `invalid_proof`. */
export const proofs: {
  about: string;
  presented: { grant: string; dpop?: string; agent_proof?: string };
  refused?: string;
}[] = [
  ...presenting(bound, "dpop", undefined, {
    "by the agent's key": dpop(),
    "at most five minutes old, within the clocks' difference": dpop({ iat: at - 330 }),
    "with an end": dpop({ exp: at + 60 }),
  }),
  ...presenting(bound, "dpop", "invalid_proof", {
    "by another key": dpop({}, {}, seeds.stranger),
    "by another key, with the agent's in the header": dpop({}, { jwk: jwkOf(seeds.agent) }, seeds.stranger),
    "older than five minutes": dpop({ iat: at - 331 }),
    "from the future": dpop({ iat: at + 31 }),
    "that has expired": dpop({ exp: at - 30 }),
    "without its time": dpop({ iat: undefined }),
    "for another tool": dpop({ htu: "https://other.example" }),
    "for another grant": dpop({ ath: hashOf(bearer) }),
    "for another method": dpop({ htm: "GET" }),
    "without an ID": dpop({ jti: undefined }),
    "of another type": dpop({}, { typ: "JWT" }),
    "without an algorithm": dpop({}, { alg: "none" }),
    "with the private key in its header": dpop(
      {},
      { jwk: { ...jwkOf(seeds.agent), d: seeds.agent.toString("base64url") } },
    ),
    "without a key": dpop({}, { jwk: undefined }),
    "that is no JWT": "proof",
  }),
  ...presenting(bound, "agent_proof", "invalid_proof", {
    "of a secret, for a bound grant": await agentProof(at),
  }),
  ...presenting(bearer, "agent_proof", undefined, {
    "by the agent's secret": await agentProof(at),
    "by the agent's secret, at most five minutes old": await agentProof(at - 330),
  }),
  ...presenting(bearer, "agent_proof", "invalid_proof", {
    "by the agent's secret, older than five minutes": await agentProof(at - 331),
    "by the agent's secret, from the future": await agentProof(at + 331),
    "without a signature": `prf_1.${at}.`,
    "with a stop in its ID": `prf.1.${at}.v1,${"A".repeat(44)}`,
    "that is empty": "",
  }),
  ...presenting(bearer, "dpop", "invalid_proof", {
    "by a key, for a grant that isn't bound": dpop({ ath: hashOf(bearer) }),
  }),
];

function presenting(
  grant: string,
  member: "dpop" | "agent_proof",
  refused: string | undefined,
  cases: Record<string, string>,
) {
  return Object.entries(cases).map(([about, proof]) => ({
    about,
    presented: { grant, [member]: proof },
    ...(refused !== undefined && { refused }),
  }));
}
