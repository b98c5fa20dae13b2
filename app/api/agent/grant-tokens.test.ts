import { generateKeyPairSync, sign } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { expect, test } from "vitest";
import { grantFor, refund, refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { currentKid, rotateSigningKey } from "#lib/crypto/signing-key";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const small = refund(50);
const granted = (from = agent, action: unknown = small) => grantFor(from, action);

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
