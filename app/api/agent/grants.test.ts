import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { expect, test } from "vitest";
import { codeOf, hashed, refund, type TestAgent, Workspace } from "#app/api/testing/workspace";
import { registerTool } from "#lib/agents/tools/register-tool";
import { addSeconds } from "#lib/clock";
import { currentKid, rotateSigningKey } from "#lib/crypto/signing-key";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { expireDue } from "#lib/requests/expire";
import { revokeAgents } from "#lib/revocation/revoke-agents";

const { workspace, admin } = await Workspace.open();
const owner = await workspace.person("Olga Owner", ["approver"], admin);
const agent = await workspace.agent(admin, owner);
const small = refund(50);

async function granted(from: TestAgent = agent, action: unknown = small): Promise<string> {
  const response = await from.ask({ action });
  const { grant } = (await response.json()) as { grant?: string };
  if (!grant) throw new Error("no grant");
  return grant;
}

async function refusal(response: Promise<Response>): Promise<[number, string]> {
  const answer = await response;
  return [answer.status, answer.ok ? "ok" : await codeOf(answer)];
}

test("invariant 5: of twenty concurrent redemptions one wins, and the others get the error code grant_already_redeemed", async () => {
  const grant = await granted();
  const results = await Promise.all(Array.from({ length: 20 }, () => refusal(agent.redeem(grant, small))));
  expect(results.filter(([status]) => status === 200)).toHaveLength(1);
  expect(results.filter(([, code]) => code === "grant_already_redeemed")).toHaveLength(19);
});

test("a redemption's answer names the approvers, the time and the receipt's address", async () => {
  const asked = (await (await agent.ask({ action: refund(1250) })).json()) as {
    request: { id: string };
    wait: { url: string; token: string };
  };
  await owner.approve(asked.request.id);
  const { grant } = (await (await agent.follow(asked.wait)).json()) as { grant: string };
  const response = await agent.redeem(grant, refund(1250));
  expect(await response.json()).toMatchObject({
    basis: "passkey",
    request: { id: asked.request.id, owner: owner.viewer.personId },
    approvals: [
      {
        by: owner.viewer.personId,
        receipt: expect.stringMatching(/^http:\/\/localhost:3000\/api\/receipts\/apr_/),
      },
    ],
  });
});

test("invariant 6: an action with one changed byte is refused, and the grant stays valid for the approved action", async () => {
  const grant = await granted();
  for (const action of [
    refund(50.01),
    refund(50, { resource: "charge/ch_82" }),
    { ...small, params: { ...small.params, x: null } },
  ]) {
    expect(await refusal(agent.redeem(grant, action))).toEqual([403, "action_mismatch"]);
  }
  expect(
    await refusal(
      agent.redeem(grant, {
        params: { currency: "USD", amount: 50 },
        resource: "charge/ch_81",
        type: "refund.create",
      }),
    ),
  ).toEqual([200, "ok"]);
});

test("invariant 6: another audience and another agent are refused", async () => {
  const action = refund(50, { audience: "https://payments.example" });
  const grant = await granted(agent, action);
  expect(await refusal(agent.redeem(grant, { ...action, audience: "https://other.example" }))).toEqual([
    403,
    "audience_mismatch",
  ]);
  const otherAgent = await workspace.agent(admin, owner);
  expect(await refusal(otherAgent.redeem(grant, action))).toEqual([401, "invalid_signature"]);
});

test("a grant verifies with the published keys alone, and carries the claims that docs/agents.md names", async () => {
  const grant = await granted();
  const jwks = await (await workspace.get("/.well-known/jwks.json")).json();
  const { createLocalJWKSet } = await import("jose");
  const { payload, protectedHeader } = await jwtVerify(grant, createLocalJWKSet(jwks as never), {
    typ: "at+jwt",
    currentDate: workspace.time.now,
  });
  expect(protectedHeader.alg).toBe("EdDSA");
  expect(payload).toMatchObject({
    iss: "http://localhost:3000",
    sub: owner.viewer.personId,
    client_id: agent.id,
    act: { sub: agent.id },
    acr: "urn:countersign:acr:policy",
    cnf: { jkt: expect.stringMatching(/^[\w-]{43}$/) },
    authorization_details: [
      { type: "agent_action", action: "refund.create", params: { amount: 50, currency: "USD" } },
    ],
  });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
});

test("forged, altered and foreign grants are refused as invalid", async () => {
  const grant = await granted();
  const [head, body, signature] = grant.split(".") as [string, string, string];
  const claims = JSON.parse(Buffer.from(body, "base64url").toString());
  const forger = generateKeyPairSync("ed25519").privateKey;
  const kid = JSON.parse(Buffer.from(head, "base64url").toString()).kid;
  const forged = await new SignJWT(claims)
    .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid })
    .sign(forger);
  const raised = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 9 })).toString("base64url");
  const none = Buffer.from(JSON.stringify({ alg: "none", typ: "at+jwt", kid })).toString("base64url");
  for (const bad of [
    forged,
    `${head}.${raised}.${signature}`,
    `${none}.${body}.`,
    `${grant}A`,
    "x",
    "a.b.c",
    `${grant}.x`,
  ]) {
    expect(await refusal(agent.redeem(bad, small))).toEqual([401, "invalid_grant"]);
  }
});

test("an expired grant is refused, before and after the worker ran", async () => {
  const grant = await granted();
  const before = workspace.time.now;
  workspace.time.now = addSeconds(before, 300);
  expect(await refusal(agent.redeem(grant, small))).toEqual([410, "grant_expired"]);
  expect((await expireDue(workspace.db, addSeconds(workspace.time.now, 1))).grants).toBeGreaterThan(0);
  expect(await refusal(agent.redeem(grant, small))).toEqual([410, "grant_expired"]);
  workspace.time.now = before;
});

test("invariant 7: a grant cannot be redeemed after its agent is revoked or gets a new owner", async () => {
  const doomed = await workspace.agent(admin, owner);
  const grant = await granted(doomed);
  await revokeAgents(workspace.db, { actor: admin.viewer, agentIds: [doomed.id], now: workspace.time.now });
  expect((await refusal(doomed.redeem(grant, small)))[0]).toBeGreaterThanOrEqual(401);
  const moved = await workspace.agent(admin, owner);
  const old = await granted(moved);
  await admin.takeOver(moved.id, owner);
  expect(await refusal(moved.redeem(old, small))).toEqual([403, "grant_revoked"]);
  expect(await refusal(moved.redeem(await granted(moved), small))).toEqual([200, "ok"]);
});

test("invariant 7: a granted action that the live policy blocks cannot be redeemed", async () => {
  const grant = await granted();
  const { version, rules, defaultOutcome } = await versionInForce(workspace.db);
  const block = {
    ...rules[0],
    id: "no-refunds",
    title: "No refunds",
    outcome: "block" as const,
    actions: ["refund.create"],
    conditions: [],
  };
  await publishPolicy(workspace.db, {
    actor: admin.viewer,
    rules: [...rules, block] as never,
    defaultOutcome,
    expectedVersion: version,
    now: workspace.time.now,
  });
  expect(await refusal(agent.redeem(grant, small))).toEqual([403, "blocked_by_policy"]);
  await publishPolicy(workspace.db, {
    actor: admin.viewer,
    rules,
    defaultOutcome,
    expectedVersion: version + 1,
    now: workspace.time.now,
  });
  expect(await refusal(agent.redeem(grant, small))).toEqual([200, "ok"]);
});

test("a grant signed before the signing key was rotated stays valid, and new grants use the new key", async () => {
  const grant = await granted();
  await rotateSigningKey(workspace.db, {
    actor: { type: "person", id: admin.viewer.personId },
    retiring: await currentKid(workspace.db),
    secret: workspace.runtime.secret,
    now: workspace.time.now,
  });
  const next = await granted();
  expect(next.split(".")[0]).not.toBe(grant.split(".")[0]);
  expect(await refusal(agent.redeem(grant, small))).toEqual([200, "ok"]);
  expect(await refusal(agent.redeem(next, small))).toEqual([200, "ok"]);
});

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

test("a grant is valid only for the digest and key of its row, regardless of its claims", async () => {
  const grant = await granted();
  const { jti } = JSON.parse(Buffer.from(grant.split(".")[1] ?? "", "base64url").toString());
  await workspace.db.$client`update grants set action_digest = 'another' where id = ${jti}`;
  expect((await refusal(agent.redeem(grant, small)))[0]).toBe(409);
  const otherGrant = await granted();
  const otherId = JSON.parse(Buffer.from(otherGrant.split(".")[1] ?? "", "base64url").toString()).jti;
  await workspace.db.$client`update grants set kid = 'another' where id = ${otherId}`;
  expect((await refusal(agent.redeem(otherGrant, small)))[0]).toBe(409);
});

test("an action of the largest allowed size can be granted and redeemed", async () => {
  const action = { ...small, params: { ...small.params, reason: "é".repeat(8000) } };
  const grant = await granted(agent, action);
  expect(await refusal(agent.redeem(grant, action))).toEqual([200, "ok"]);
  const larger = { ...small, params: { ...small.params, reason: "é".repeat(8200) } };
  expect(await refusal(agent.ask({ action: larger }))).toEqual([422, "invalid_action"]);
});

test("refused redemptions are recorded, up to a limit per minute", async () => {
  const noisy = await workspace.agent(admin, owner);
  const grant = await granted(noisy);
  const results = [];
  for (let index = 0; index < 70; index++) results.push(await refusal(noisy.redeem(grant, refund(51))));
  expect(results.filter(([status]) => status === 429)).toHaveLength(10);
  const [row] = await workspace.db.$client`
    select count(*)::int as count from audit_events where type = 'grant.refused' and agent_id = ${noisy.id}`;
  expect(row?.count).toBe(60);
});

test("a tool cannot redeem a grant for another audience, and cannot ask", async () => {
  const key = await toolKey();
  const grant = await granted();
  expect(await refusal(agent.as(key).redeem(grant, small))).toEqual([401, "invalid_signature"]);
  expect(await refusal(agent.as(key).ask({ action: small }))).toEqual([401, "invalid_signature"]);
});

test("every redemption and every refusal is an audit event", async () => {
  const grant = await granted();
  await agent.redeem(grant, refund(51));
  await agent.redeem(grant, small);
  const { txn } = JSON.parse(Buffer.from(grant.split(".")[1] ?? "", "base64url").toString());
  const events = await workspace.db.$client`
    select type, convert_from(body, 'utf8')::json -> 'data' ->> 'code' as code from audit_events
    where request_id = ${txn} and type like 'grant.%'`;
  expect(new Set(events.map(({ type, code }) => `${type} ${code}`))).toEqual(
    new Set(["grant.redeemed null", "grant.refused action_mismatch"]),
  );
});

test("the signature on a redemption is over its exact bytes", async () => {
  const grant = await granted();
  const body = JSON.stringify({ grant, action: small });
  const signed = agent.signature(body, "msg_x");
  expect(await refusal(agent.call("/api/v1/grants/redemptions", `${body} `, "msg_x", signed))).toEqual([
    401,
    "invalid_signature",
  ]);
  expect(sign(null, Buffer.from(body), agent.privateKey)).toHaveLength(64);
});
