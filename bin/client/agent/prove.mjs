// @ts-check
import { randomUUID } from "node:crypto";
import { Fault } from "../fault.mjs";
import { credentialOptions, readOptions } from "../options.mjs";
import { readGrant } from "../read-text.mjs";
import { sha256 } from "../receipts/bytes.mjs";
import { readClaims } from "./check-answer.mjs";
import { credentialsPath, readCredentials } from "./credentials.mjs";
import { publicKeyOf, signWith, webhookSignature } from "./keys.mjs";

/** @typedef {import("../io.mjs").Io} Io */
/** @typedef {import("../options.mjs").OptionKind} OptionKind */

const kinds = {
  ...credentialOptions,
  grant: /** @type {OptionKind} */ ({ type: "string" }),
  method: /** @type {OptionKind} */ ({ type: "string" }),
};

/**
 * `countersign prove`: creates the proof that a grant belongs to this agent, for a tool that
 * redeems the grant itself. A grant bound to a key gets a DPoP proof (RFC 9449), other grants a
 * signature by the agent's key. Valid for five minutes, and for this grant only.
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<import("../exit-codes.mjs").ExitName>}
 */
export async function prove(args, io) {
  const { values } = readOptions(args, kinds);
  if (values.grant === undefined) throw new Fault("usage", "missing --grant");
  const grant = await readGrant(values.grant, io);
  const { key } = readCredentials(credentialsPath(values, io.env), io.now());
  const isBound = readClaims(grant).cnf !== undefined;
  if (isBound && !key.startsWith("whsk_"))
    throw new Fault(
      "usage",
      "this grant is bound to a private key, but these credentials are a shared secret",
    );
  const proof = isBound
    ? dpopProof(key, { grant, method: values.method ?? "POST", at: io.now() })
    : agentProof(key, { grant, at: io.now() });
  if (io.isTerminal) io.err(`Send it to the tool as the ${isBound ? "DPoP" : "Countersign-Proof"} header.\n`);
  io.out(`${proof}\n`);
  return "ok";
}

/**
 * The agent's signature over a grant that is not bound to a key (docs/agents.md).
 * @param {string} key `whsec_...` or `whsk_...`
 * @param {{grant: string, at: number}} use `at`: milliseconds since the epoch
 * @returns {string} `id.timestamp.signature`
 */
function agentProof(key, { grant, at }) {
  const prefix = `prf_${randomUUID()}.${Math.floor(at / 1000)}.`;
  const text = ["countersign/grant-proof/v1", sha256(grant).toString("base64url"), readClaims(grant).aud];
  return `${prefix}${webhookSignature(key, `${prefix}${text.join("\n")}`)}`;
}

/**
 * A DPoP proof (RFC 9449 section 4.2) for a grant at its audience.
 * @param {string} key `whsk_...`
 * @param {{grant: string, method: string, at: number}} use `at`: milliseconds since the epoch
 * @returns {string} a JWT
 */
function dpopProof(key, { grant, method, at }) {
  const x = Buffer.from(publicKeyOf(key).slice("whpk_".length), "base64").toString("base64url");
  const header = { typ: "dpop+jwt", alg: "EdDSA", jwk: { kty: "OKP", crv: "Ed25519", x } };
  const claims = {
    jti: randomUUID(),
    htm: method,
    htu: readClaims(grant).aud,
    iat: Math.floor(at / 1000),
    ath: sha256(grant).toString("base64url"),
  };
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${signed}.${signWith(key, signed).toString("base64url")}`;
}
