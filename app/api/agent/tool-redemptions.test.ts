import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { hashed } from "#app/api/testing/calling-agent";
import { grantFor, refund, refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { registerTool } from "#lib/agents/keys/register-tool";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const small = refund(50);
const granted = (from = agent, action: unknown = small) => grantFor(from, action);
const audience = "https://payments.example";
const atTool = refund(50, { audience });

async function toolKey(): Promise<KeyObject> {
  const pair = generateKeyPairSync("ed25519");
  const publicKey = `whpk_${Buffer.from(pair.publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64")}`;
  await registerTool(workspace.db, {
    actor: admin.viewer,
    name: "Payments",
    audience,
    key: { publicKey },
    masterSecret: workspace.runtime.secret,
    now: workspace.time.now,
  });
  return pair.privateKey;
}

async function proofFor(grant: string, key: KeyObject, claims: object = {}): Promise<string> {
  const { x } = key.export({ format: "jwk" });
  return new SignJWT({ htm: "POST", htu: audience, ath: hashed(grant), jti: "p1", ...claims })
    .setProtectedHeader({ alg: "EdDSA", typ: "dpop+jwt", jwk: { kty: "OKP", crv: "Ed25519", x: x ?? "" } })
    .setIssuedAt(workspace.time.now)
    .sign(key);
}

test("a tool redeems only with a valid proof by the agent", async () => {
  const key = await toolKey();
  const grant = await granted(agent, atTool);
  const redeem = (dpop?: string) =>
    refusal(agent.as(key).redeem(grant, atTool, dpop === undefined ? {} : { dpop }));
  expect(await redeem()).toEqual([401, "invalid_proof"]);
  expect(await redeem(await proofFor(grant, key))).toEqual([401, "invalid_proof"]);
  expect(await redeem(await proofFor(grant, agent.privateKey, { htu: "https://other.example" }))).toEqual([
    401,
    "invalid_proof",
  ]);
  expect(await redeem(await proofFor(grant, agent.privateKey, { ath: hashed("another") }))).toEqual([
    401,
    "invalid_proof",
  ]);
  expect(await redeem(await proofFor(grant, agent.privateKey))).toEqual([200, "ok"]);
});

test("invariant 7: a tool cannot redeem with a proof by a key that was revoked or has expired", async () => {
  const key = await toolKey();
  const thief = await workspace.agent(admin, owner);
  const grant = await granted(thief, atTool);
  const dpop = await proofFor(grant, thief.privateKey);
  await workspace.db
    .$client`update agent_keys set revoked_at = ${workspace.time.now.toISOString()} where agent_id = ${thief.id}`;
  expect(await refusal(thief.as(key).redeem(grant, atTool, { dpop }))).toEqual([401, "key_revoked"]);
  await workspace.db.$client`
    update agent_keys set revoked_at = null, expires_at = ${workspace.time.now.toISOString()} where agent_id = ${thief.id}`;
  expect(await refusal(thief.as(key).redeem(grant, atTool, { dpop }))).toEqual([401, "key_expired"]);
});

test("a tool cannot redeem a grant for another audience, and cannot ask", async () => {
  const key = await toolKey();
  const grant = await granted();
  expect(await refusal(agent.as(key).redeem(grant, small))).toEqual([401, "invalid_signature"]);
  expect(await refusal(agent.as(key).ask({ action: small }))).toEqual([401, "invalid_signature"]);
});
