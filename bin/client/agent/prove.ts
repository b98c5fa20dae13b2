import { randomUUID } from "node:crypto";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import type { OptionKind } from "../options.ts";
import { credentialOptions, readOptions } from "../options.ts";
import { readGrant } from "../read-text.ts";
import { sha256 } from "../receipts/bytes.ts";
import { readClaims } from "./check-answer.ts";
import { credentialsPath, readCredentials } from "./credentials.ts";
import { publicKeyOf, signWith, webhookSignature } from "./keys.ts";

const kinds = {
  ...credentialOptions,
  grant: { type: "string" } as OptionKind,
  method: { type: "string" } as OptionKind,
};

/**
 * `countersign prove`: creates the proof that a grant belongs to this agent, for a tool that
 * redeems the grant itself. A grant bound to a key gets a DPoP proof (RFC 9449), other grants a
 * signature by the agent's key. Valid for five minutes, and for this grant only.
 */
export async function prove(args: string[], io: Io): Promise<ExitName> {
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
 * @param key `whsec_...` or `whsk_...`
 * @param use `at`: milliseconds since the epoch
 * @returns `id.timestamp.signature`
 */
function agentProof(key: string, { grant, at }: { grant: string; at: number }): string {
  const prefix = `prf_${randomUUID()}.${Math.floor(at / 1000)}.`;
  const text = ["countersign/grant-proof/v1", sha256(grant).toString("base64url"), readClaims(grant).aud];
  return `${prefix}${webhookSignature(key, `${prefix}${text.join("\n")}`)}`;
}

/**
 * A DPoP proof (RFC 9449 section 4.2) for a grant at its audience.
 * @param key `whsk_...`
 * @param use `at`: milliseconds since the epoch
 * @returns a JWT
 */
function dpopProof(
  key: string,
  { grant, method, at }: { grant: string; method: string; at: number },
): string {
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
