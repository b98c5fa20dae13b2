import { createSecretKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { expect, test } from "vitest";
import { type CallingAgent, hashed, signatureBy } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { addPublicKey, issueSecretKey } from "#lib/agents/keys/add-key";
import { registerTool } from "#lib/agents/keys/register-tool";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { addSeconds, epochSeconds } from "#lib/kernel/clock";
import { revokeKey } from "#lib/ownership/revoke-key";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const audience = "https://payments.example";
const action = refund(50, { audience });
const tool = await registeredTool();

async function registeredTool(): Promise<KeyObject> {
  const { publicKey, privateKey } = newKeyPair();
  await registerTool(workspace.db, {
    actor: admin.viewer,
    name: "Payments",
    audience,
    key: { publicKey },
    masterSecret: workspace.runtime.secret,
    now: workspace.time.now,
  });
  return privateKey;
}

interface SecretAgent {
  agent: CallingAgent;
  keyId: string;
  secret: KeyObject;
}

/** An agent with an additional key, a shared secret, that signs with the secret. */
async function secretAgent(): Promise<SecretAgent> {
  const agent = await workspace.agent(admin, owner);
  const { keyId, secret } = await issueSecretKey(workspace.db, {
    actor: admin.viewer,
    agentId: agent.id,
    masterSecret: workspace.runtime.secret,
    now: workspace.time.now,
  });
  const key = createSecretKey(secret.slice("whsec_".length), "base64");
  return { agent: agent.as(key), keyId, secret: key };
}

async function granted(agent: CallingAgent): Promise<string> {
  const { grant } = (await (await agent.ask({ action })).json()) as { grant: string };
  return grant;
}

interface Changes {
  grant?: string;
  audience?: string;
  at?: Date;
  label?: string;
}

/** The agent's signature over a grant, right but for these changes. */
function proofFor(grant: string, key: KeyObject, changes: Changes = {}): string {
  const timestamp = epochSeconds(changes.at ?? workspace.time.now);
  const label = changes.label ?? "countersign/grant-proof/v1";
  const text = `${label}\n${hashed(changes.grant ?? grant)}\n${changes.audience ?? audience}`;
  return `prf_1.${timestamp}.${signatureBy(key, `prf_1.${timestamp}.${text}`)}`;
}

async function redeemed({ agent }: SecretAgent, grant: string, more: object = {}): Promise<[number, string]> {
  const answer = await agent.as(tool).redeem(grant, action, more);
  return [answer.status, answer.ok ? "ok" : await codeOf(answer)];
}

const refused = [401, "invalid_proof"];

test("a tool with a copied grant of an agent that signs with a secret cannot redeem it without the agent's signature", async () => {
  const caller = await secretAgent();
  const answer = await caller.agent.as(tool).redeem(await granted(caller.agent), action);
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({
    code: "invalid_proof",
    detail: expect.stringContaining("agent_proof"),
  });
});

test("a tool redeems with the agent's signature over the grant, once", async () => {
  const caller = await secretAgent();
  const grant = await granted(caller.agent);
  const agent_proof = proofFor(grant, caller.secret);
  expect(await redeemed(caller, grant, { agent_proof })).toEqual([200, "ok"]);
  expect(await redeemed(caller, grant, { agent_proof })).toEqual([409, "grant_already_redeemed"]);
});

test("an agent that signs with a secret redeems its own grant without a further signature", async () => {
  const { agent } = await secretAgent();
  expect((await agent.redeem(await granted(agent), action)).status).toBe(200);
});

test.each<[string, Changes]>([
  ["for another grant", { grant: "another" }],
  ["for another audience", { audience: "https://other.example" }],
  ["under another label", { label: "countersign/grant-proof/v2" }],
  ["older than five minutes", { at: addSeconds(workspace.time.now, -301) }],
  ["more than five minutes in the future", { at: addSeconds(workspace.time.now, 301) }],
])("a signature %s is refused", async (_, changes) => {
  const caller = await secretAgent();
  const grant = await granted(caller.agent);
  const agent_proof = proofFor(grant, caller.secret, changes);
  expect(await redeemed(caller, grant, { agent_proof })).toEqual(refused);
});

test("a signature by the tool or by another agent is refused", async () => {
  const [caller, otherAgent] = [await secretAgent(), await secretAgent()];
  const grant = await granted(caller.agent);
  for (const key of [tool, otherAgent.secret, generateKeyPairSync("ed25519").privateKey]) {
    expect(await redeemed(caller, grant, { agent_proof: proofFor(grant, key) })).toEqual(refused);
  }
});

test.each([
  "",
  "x",
  "prf_1.1764140000",
  "prf_1.now.v1,AAAA",
  "..",
  "prf_1.1764140000.v1,AAAA",
  "a b.1.v1,AAAA",
])("the malformed signature %j is refused by name", async (agent_proof) => {
  const caller = await secretAgent();
  expect(await redeemed(caller, await granted(caller.agent), { agent_proof })).toEqual(refused);
});

test("the signature on the agent's own ask cannot pass for a signature over its grant", async () => {
  const caller = await secretAgent();
  const grant = await granted(caller.agent);
  const headers = caller.agent.signature(JSON.stringify({ action }), "prf_1");
  const agent_proof = `prf_1.${headers["webhook-timestamp"]}.${headers["webhook-signature"]}`;
  expect(await redeemed(caller, grant, { agent_proof })).toEqual(refused);
});

test("a signature by another usable key of the same agent is accepted, so that keys can be rotated", async () => {
  const caller = await secretAgent();
  const grant = await granted(caller.agent);
  const { publicKey, privateKey } = newKeyPair();
  const { now } = workspace.time;
  await addPublicKey(workspace.db, { actor: admin.viewer, agentId: caller.agent.id, publicKey, now });
  expect(await redeemed(caller, grant, { agent_proof: proofFor(grant, privateKey) })).toEqual([200, "ok"]);
});

test("invariant 7: a signature by a key that was revoked or has expired is refused by name", async () => {
  const caller = await secretAgent();
  const asking = await secretAgent();
  const grant = await granted(asking.agent);
  const expired = await granted(caller.agent);
  await revokeKey(workspace.db, {
    actor: admin.viewer,
    agentId: asking.agent.id,
    keyId: asking.keyId,
    now: workspace.time.now,
  });
  const proof = proofFor(grant, asking.secret);
  expect(await redeemed(asking, grant, { agent_proof: proof })).toEqual([401, "key_revoked"]);
  await workspace.db
    .$client`update agent_keys set expires_at = ${workspace.time.now.toISOString()} where id = ${caller.keyId}`;
  const late = proofFor(expired, caller.secret);
  expect(await redeemed(caller, expired, { agent_proof: late })).toEqual([401, "key_expired"]);
});

test("a grant bound to a key takes a DPoP proof, which a signature over the grant does not replace", async () => {
  const bound = await workspace.agent(admin, owner);
  const grant = await granted(bound);
  const agent_proof = proofFor(grant, bound.privateKey);
  const answer = await bound.as(tool).redeem(grant, action, { agent_proof });
  expect([answer.status, await codeOf(answer)]).toEqual(refused);
});
