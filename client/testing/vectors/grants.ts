import { createHmac } from "node:crypto";
import { actionDigest } from "../../src/tool.ts";
import { audience, refundAtTool } from "../refund.ts";
import { at, encoded, issuer, jwkOf, jwt, seeds } from "./tokens.ts";

const action = refundAtTool(1250);
const header = { alg: "EdDSA", kid: "key_1", typ: "at+jwt" };
const claims = {
  ...{ iss: issuer, sub: "per_1", aud: audience, client_id: "agt_1", act: { sub: "agt_1" } },
  ...{ iat: at, nbf: at, exp: at + 300, jti: "gnt_1", txn: "req_1", acr: "urn:countersign:acr:passkey" },
  authorization_details: [{ type: "agent_action", digest: await actionDigest("agt_1", action) }],
};

/** A grant by the issuer with other claims or another header. */
export const grantWith = (more: object = {}, head: object = {}, seed = seeds.issuer) =>
  jwt({ ...header, ...head }, { ...claims, ...more }, seed);

const detail = (digest: string) => ({ type: "agent_action", digest });
const without = (name: keyof typeof claims) => grantWith({ [name]: undefined });
const byHmac = () => {
  const signed = [encoded({ ...header, alg: "HS256" }), encoded(claims)].join(".");
  const key = Buffer.from(jwkOf(seeds.issuer).x ?? "", "base64url");
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
};
const changed = (grant: string, find: RegExp, by: string) => grant.replace(find, by);

/** A grant for the action at the audience, and the code with which a client refuses the grant. */
export const grants: { about: string; grant: string; refused?: string; action?: object }[] = [
  { about: "approved by a person", grant: grantWith() },
  { about: "auto-approved by policy", grant: grantWith({ acr: "urn:countersign:acr:policy" }) },
  { about: "bound to a key", grant: grantWith({ cnf: { jkt: "A".repeat(43) } }) },
  {
    about: "expired a moment ago, within the clocks' difference",
    grant: grantWith({ iat: at - 329, nbf: at - 329, exp: at - 29 }),
  },
  {
    about: "valid in a moment, within the clocks' difference",
    grant: grantWith({ iat: at + 30, nbf: at + 30 }),
  },
  ...refused("grant_expired", { expired: grantWith({ iat: at - 330, nbf: at - 330, exp: at - 30 }) }),
  ...refused("grant_not_yet_valid", { "not valid yet": grantWith({ nbf: at + 31 }) }),
  ...refused("audience_mismatch", {
    "of another tool": grantWith({ aud: "https://other.example" }),
    "of several tools": grantWith({ aud: [audience] }),
  }),
  ...refused("action_mismatch", {
    "of another action": grantWith({
      authorization_details: [detail(await actionDigest("agt_1", refundAtTool(1251)))],
    }),
    "of another agent's action": grantWith({
      authorization_details: [detail(await actionDigest("agt_2", action))],
    }),
    "without a digest": grantWith({ authorization_details: [{ type: "agent_action" }] }),
  }),
  ...refused("invalid_grant", {
    "by a stranger": grantWith({}, {}, seeds.stranger),
    "by a key for encryption": grantWith({}, { kid: "key_for_encryption" }, seeds.stranger),
    "by a key of another kind": grantWith({}, { kid: "key_of_another_kind" }),
    "by an unknown key": grantWith({}, { kid: "key_2" }),
    "without a key's ID": grantWith({}, { kid: undefined }),
    unsigned: changed(grantWith({}, { alg: "none" }), /[^.]+$/, ""),
    "by another algorithm than its key's": grantWith({}, { alg: "Ed25519" }),
    "with an empty algorithm": grantWith({}, { alg: "none" }),
    "signed by HMAC with the public key": byHmac(),
    "with a critical extension": grantWith({}, { crit: ["exp"] }),
    "another type of token": grantWith({}, { typ: "JWT" }),
    "without a type": grantWith({}, { typ: undefined }),
    "with changed claims": changed(grantWith(), /\.[^.]+\./, `.${encoded({ ...claims, sub: "per_2" })}.`),
    "with a line break in its signature": changed(grantWith(), /(.{20})$/, "\n$1"),
    "with a fourth part": `${grantWith()}.AAAA`,
    "no JWT": "grant",
    "no text": "",
    "claims that aren't an object": jwt(header, "[]", seeds.issuer),
    "claims that aren't JSON": jwt(header, "{", seeds.issuer),
    "by another Countersign": grantWith({ iss: "https://other.example" }),
    "without an issuer": without("iss"),
    "without an end": without("exp"),
    "without a beginning": without("nbf"),
    "without its time": without("iat"),
    "without an audience": without("aud"),
    "without an ID": without("jti"),
    "without a request": without("txn"),
    "without an owner": without("sub"),
    "without an agent": without("act"),
    "without an approval": without("acr"),
    "without an action": without("authorization_details"),
    "with an end that is text": grantWith({ exp: String(at + 300) }),
    "with an empty ID": grantWith({ jti: "" }),
    "with a number as its request": grantWith({ txn: 1 }),
    "of two agents": grantWith({ client_id: "agt_2" }),
    "valid for more than 15 minutes": grantWith({ exp: at + 901 }),
    "of an unknown approval": grantWith({ acr: "urn:countersign:acr:other" }),
    "bound to no key": grantWith({ cnf: {} }),
    "for two actions": grantWith({ authorization_details: [...claims.authorization_details, detail("A")] }),
    "for something else": grantWith({ authorization_details: [{ ...detail("A"), type: "payment" }] }),
  }),
];

function refused(code: string, cases: Record<string, string>) {
  return Object.entries(cases).map(([about, grant]) => ({ about, grant, refused: code }));
}
