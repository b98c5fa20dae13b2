import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { hashed } from "#app/api/testing/calling-agent";
import { grantFor, refund, refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { registerTool } from "#lib/agents/keys/register-tool";
import { revokeTool } from "#lib/agents/keys/tools";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const audience = "https://payments.example";
const done = { outcome: "done", duration_ms: 12 };

async function tool(at = audience) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64");
  const { toolId } = await registerTool(workspace.db, {
    actor: admin.viewer,
    name: "Payments",
    audience: at,
    key: { publicKey: `whpk_${raw}` },
    masterSecret: workspace.runtime.secret,
    now: workspace.time.now,
  });
  return { toolId, privateKey };
}

/** A grant that the key redeems with a report announced. */
async function redeemedBy(key: KeyObject): Promise<string> {
  const action = refund(50, { audience });
  const grant = await grantFor(agent, action);
  const { x = "" } = agent.privateKey.export({ format: "jwk" });
  const dpop = await new SignJWT({ htm: "POST", htu: audience, ath: hashed(grant), jti: "p1" })
    .setProtectedHeader({ alg: "EdDSA", typ: "dpop+jwt", jwk: { kty: "OKP", crv: "Ed25519", x } })
    .setIssuedAt(workspace.time.now)
    .sign(agent.privateKey);
  const more = { dpop, execution: { report_within: 60 } };
  const response = await agent.as(key).redeem(grant, action, more);
  return ((await response.json()) as { request: { id: string } }).request.id;
}

const report = (requestId: string, key: KeyObject, body: object = done) =>
  refusal(
    agent
      .as(key)
      .call(
        `/api/v1/agents/${agent.id}/requests/${requestId}/execution`,
        JSON.stringify({ request: requestId, ...body }),
      ),
  );

test("a tool that redeemed reports the outcome, and the audit event names the tool", async () => {
  const { toolId, privateKey } = await tool();
  const requestId = await redeemedBy(privateKey);
  expect(await report(requestId, privateKey)).toEqual([200, "ok"]);
  const [event] = await workspace.db.$client`
    select convert_from(body, 'utf8')::json -> 'actor' as actor from audit_events
    where request_id = ${requestId} and type = 'execution.reported'`;
  expect(event?.actor).toEqual({ type: "tool", id: toolId });
});

test("another key of the same audience can report as well, and the agent can't", async () => {
  const { privateKey } = await tool();
  const { privateKey: next } = await tool();
  expect(await report(await redeemedBy(privateKey), next)).toEqual([200, "ok"]);
  const byAgent = report(await redeemedBy(privateKey), agent.privateKey);
  expect(await byAgent).toEqual([401, "invalid_signature"]);
});

test("a tool of another audience and a revoked tool can't report", async () => {
  const { toolId, privateKey } = await tool();
  const { privateKey: elsewhere } = await tool("https://other.example");
  const requestId = await redeemedBy(privateKey);
  expect(await report(requestId, elsewhere)).toEqual([401, "invalid_signature"]);
  await revokeTool(workspace.db, { actor: admin.viewer, toolId, now: workspace.time.now });
  expect(await report(requestId, privateKey)).toEqual([401, "key_revoked"]);
});

test("a tool can't report what the agent itself redeemed, or the execution of another agent's request", async () => {
  const { privateKey } = await tool();
  expect(await report(await redeemedBy(agent.privateKey), privateKey)).toEqual([401, "invalid_signature"]);
  const requestId = await redeemedBy(privateKey);
  const other = await workspace.agent(admin, owner);
  const path = `/api/v1/agents/${other.id}/requests/${requestId}/execution`;
  const call = other.as(privateKey).call(path, JSON.stringify(done));
  expect(await refusal(call)).toEqual([401, "invalid_signature"]);
});
