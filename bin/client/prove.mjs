// @ts-check
import { randomUUID } from "node:crypto";
import { sha256 } from "./bytes.mjs";
import { readClaims } from "./check-answer.mjs";
import { credentialsPath, readCredentials } from "./credentials.mjs";
import { Fault } from "./fault.mjs";
import { publicKeyOf, signWith } from "./keys.mjs";
import { credentialOptions, readOptions } from "./options.mjs";
import { readGrant } from "./read-text.mjs";

/** @typedef {import("./io.mjs").Io} Io */
/** @typedef {import("./options.mjs").OptionKind} OptionKind */

const kinds = {
  ...credentialOptions,
  grant: /** @type {OptionKind} */ ({ type: "string" }),
  method: /** @type {OptionKind} */ ({ type: "string" }),
};

/**
 * `countersign prove`: makes the proof that this agent holds the key its grant is bound to, for a tool that redeems the grant itself
 * (DPoP, RFC 9449). Good for five minutes, and for this grant only.
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<import("./exit-codes.mjs").ExitName>}
 */
export async function prove(args, io) {
  const { values } = readOptions(args, kinds);
  if (values.grant === undefined) throw new Fault("usage", "prove needs --grant");
  const grant = await readGrant(values.grant, io);
  const { key } = readCredentials(credentialsPath(values, io.env));
  if (!key.startsWith("whsk_"))
    throw new Fault("usage", "an agent that signs with a secret has no key to prove");
  io.out(`${dpopProof(key, { grant, method: values.method ?? "POST", at: io.now() })}\n`);
  return "ok";
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
