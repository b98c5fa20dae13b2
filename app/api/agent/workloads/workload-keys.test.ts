import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { codeOf, refund, refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { WorkloadIssuer } from "#app/api/testing/workload-issuer";
import { cleanUp } from "#app/process/jobs/clean-up";
import { agentKeys } from "#db/schema/agents";
import { workloadTokens } from "#db/schema/workloads";
import { findAgent } from "#lib/agents/find-agent";
import { deleteExpiredWorkloadKeys } from "#lib/agents/keys/delete-workload-keys";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { addSeconds } from "#lib/kernel/clock";
import { foreseeHolds } from "#lib/lifecycle/foresee-hold";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { remindOfExpiry } from "#lib/notifications/reminders/expiring-credentials";
import { removeWorkloadIdentity } from "#lib/ownership/remove-workload-identity";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { subject, Workload } from "./testing/workload.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const issuer = await WorkloadIssuer.start();
const setting = { workspace, issuer, admin, owner };
const { db, time } = workspace;
const by = () => ({ actor: admin.viewer, now: time.now });
const nextMinute = () => {
  time.now = addSeconds(time.now, 60);
};
const keysOf = (agentId: string) =>
  db.select().from(agentKeys).where(eq(agentKeys.agentId, agentId)).orderBy(agentKeys.id);
const viewed = (agentId: string) => findAgent(db, { viewer: admin.viewer, agentId, now: time.now });

test("a workload asks, and redeems a grant that is bound to its key", async () => {
  const workload = await Workload.pin(setting);
  const agent = await workload.agent();
  const answer = await agent.ask({ action: refund(5) });
  const { grant } = (await answer.json()) as { grant: string };
  const claims = JSON.parse(Buffer.from(grant.split(".")[1] ?? "", "base64url").toString());
  expect(claims.cnf.jkt).toMatch(/^[\w-]{43}$/);
  expect(await refusal(agent.redeem(grant, refund(5)))).toEqual([200, "ok"]);
});

test("a key lives as long as the admin set, and is refused by name afterwards", async () => {
  const workload = await Workload.pin(setting, { keyMinutes: 5 });
  const pair = newKeyPair();
  const answer = await workload.exchange(await workload.token(), { pair });
  const body = (await answer.json()) as { key: { id: string; expires_at: string } };
  expect([answer.status, body]).toEqual([
    201,
    {
      agent: { id: workload.agentId, name: "Refund bot" },
      key: { id: expect.stringMatching(/^key_/), expires_at: addSeconds(time.now, 300).toISOString() },
      origin: workspace.runtime.config.origin,
    },
  ]);
  const agent = await workload.agent();
  expect((await viewed(workload.agentId)).keys).toHaveLength(3);
  expect((await viewed(workload.agentId)).keys[0]).toMatchObject({ workloadSubject: subject });
  time.now = addSeconds(time.now, 300);
  expect(await refusal(agent.ask({ action: refund() }))).toEqual([401, "key_expired"]);
  expect((await viewed(workload.agentId)).keys.map(({ workloadSubject }) => workloadSubject)).toEqual([null]);
});

test("of twenty simultaneous callers with one token and different keys, one gets a key", async () => {
  nextMinute();
  const workload = await Workload.pin(setting);
  const token = await workload.token();
  const { now } = time;
  const calls = Array.from({ length: 20 }, () => {
    time.now = now;
    return workload.exchange(token);
  });
  const answers = await Promise.all(calls);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(401)]);
  expect(await keysOf(workload.agentId)).toHaveLength(2);
  nextMinute();
});

test("a lost answer is repeated for the same key, and a token with a used jti gets no other key", async () => {
  nextMinute();
  const workload = await Workload.pin(setting);
  const pair = newKeyPair();
  const token = await workload.token({ jti: "once" });
  const first = await (await workload.exchange(token, { pair })).json();
  expect(await (await workload.exchange(token, { pair })).json()).toEqual(first);
  const again = await workload.token({ jti: "once", exp: Math.floor(time.now.getTime() / 1000) + 900 });
  const refused = [401, "invalid_workload_token"];
  expect(await refusal(workload.exchange(again))).toEqual(refused);
  // The same jti of another issuer is another token.
  const other = await Workload.pin({ ...setting, issuer: await WorkloadIssuer.start() });
  expect((await other.exchange(await other.token({ jti: "once" }))).status).toBe(201);
});

test("a token without jti is used once, even with another encoding of its signature", async () => {
  const workload = await Workload.pin(setting);
  const token = await workload.token({ jti: undefined });
  const signature = Buffer.from(token.slice(token.lastIndexOf(".") + 1), "base64url");
  // (r, s) and (r, n - s) are both valid ECDSA signatures.
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const s = order - BigInt(`0x${signature.toString("hex", 32)}`);
  const twin = Buffer.concat([
    signature.subarray(0, 32),
    Buffer.from(s.toString(16).padStart(64, "0"), "hex"),
  ]);
  const rewritten = `${token.slice(0, token.lastIndexOf("."))}.${twin.toString("base64url")}`;
  expect((await workload.exchange(rewritten)).status).toBe(201);
  expect(await refusal(workload.exchange(token))).toEqual([401, "invalid_workload_token"]);
});

test.each([
  [
    "the identity is removed",
    "invalid_workload_token",
    ({ agentId, identityId }: Workload) => removeWorkloadIdentity(db, { ...by(), agentId, identityId }),
  ],
  [
    "the agent is put on hold",
    "agent_quarantined",
    ({ agentId }: Workload) => holdAgent(db, { ...by(), agentId, reason: "Check" }),
  ],
  [
    "the agent is revoked",
    "agent_revoked",
    ({ agentId }: Workload) => revokeAgents(db, { ...by(), agentIds: [agentId] }),
  ],
])("no key is issued when %s while the token is verified", async (_, code, happen) => {
  nextMinute();
  const slow = await WorkloadIssuer.start();
  const workload = await Workload.pin({ ...setting, issuer: slow });
  slow.beforeKeys = () => happen(workload);
  expect(await codeOf(await workload.exchange(await workload.token()))).toBe(code);
  expect(await keysOf(workload.agentId)).toHaveLength(1);
});

test("removing an identity ends its keys and what they asked for, and leaves the agent's own key", async () => {
  nextMinute();
  const workload = await Workload.pin(setting);
  const agent = await workload.agent();
  const asked = (await (await agent.ask({ action: refund() })).json()) as { request: { id: string } };
  const { agentId, identityId } = workload;
  await removeWorkloadIdentity(db, { ...by(), actor: owner.viewer, agentId, identityId });
  expect(await refusal(agent.ask({ action: refund() }))).toEqual([401, "key_revoked"]);
  expect(await refusal(workload.exchange(await workload.token()))).toEqual([401, "invalid_workload_token"]);
  const [request] = await db.$client`select state, close_reason from requests where id = ${asked.request.id}`;
  expect(request).toEqual({ state: "cancelled", close_reason: "key_revoked" });
  expect((await keysOf(agentId)).filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1);
  expect((await viewed(agentId)).workloads).toEqual([]);
  await expect(removeWorkloadIdentity(db, { ...by(), agentId, identityId })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a hold revokes exactly the workload keys that its dialog counts", async () => {
  nextMinute();
  const workload = await Workload.pin(setting, { keyMinutes: 5 });
  const { agentId } = workload;
  const foreseen = async () => (await foreseeHolds(db, [agentId], time.now)).get(agentId)?.workloadKeys;
  await workload.agent();
  time.now = addSeconds(time.now, 300);
  expect(await foreseen()).toBe(0);
  await workload.agent();
  await workload.agent();
  expect(await foreseen()).toBe(2);
  await holdAgent(db, { ...by(), agentId, reason: "Check" });
  const revoked = (await keysOf(agentId)).filter(({ revokedAt }) => revokedAt !== null);
  expect(revoked).toHaveLength(2);
});

test("when the owner leaves, the workload's keys end and it gets no new one", async () => {
  nextMinute();
  const leaving = await workspace.person("Lea Leaver", ["approver"], admin);
  const workload = await Workload.pin({ ...setting, owner: leaving });
  const agent = await workload.agent();
  await suspendPerson(db, { ...by(), personId: leaving.viewer.personId });
  expect(await refusal(agent.ask({ action: refund() }))).toEqual([401, "key_revoked"]);
  expect(await refusal(workload.exchange(await workload.token()))).toEqual([403, "agent_quarantined"]);
});

test("an agent has 32 active keys at most, so that every key is compared", async () => {
  nextMinute();
  const workload = await Workload.pin(setting, { keyMinutes: 60 });
  await workload.agent();
  const [key] = (await keysOf(workload.agentId)).filter(({ workloadId }) => workloadId);
  if (!key) throw new Error("no workload key");
  const more = Array.from({ length: 30 }, (_, n) => ({
    ...key,
    id: `${key.id}${n}`,
    publicKey: randomKey(),
  }));
  await db.insert(agentKeys).values(more);
  const answer = await workload.exchange(await workload.token());
  expect([answer.status, Number(answer.headers.get("retry-after"))]).toEqual([429, 3596]);
});

test("no one is reminded of workload keys, and expired ones are deleted while the audit log keeps them", async () => {
  nextMinute();
  const workload = await Workload.pin(setting, { keyMinutes: 60 });
  const { agentId } = workload;
  await workload.agent();
  const waiting = await workload.agent();
  expect((await waiting.ask({ action: refund(), expires_in: 86_400 })).status).toBe(202);
  time.now = addSeconds(time.now, 1800);
  await remindOfExpiry(db, time.now);
  const keys = (await keysOf(agentId)).filter(({ workloadId }) => workloadId).map(({ id }) => id);
  const reminders = await db.$client`select about from reminders where about = any(${keys})`;
  expect(reminders).toEqual([]);
  time.now = addSeconds(time.now, 3 * 3600);
  await cleanUp(db, time.now);
  const left = (await keysOf(agentId)).filter(({ workloadId }) => workloadId);
  expect(left.map(({ id }) => id)).toEqual(keys.slice(1));
  expect(await db.$count(workloadTokens)).toBe(0);
  const events = await db.$client<{ data: Record<string, unknown> }[]>`
    select convert_from(body, 'UTF8')::json -> 'data' as data from audit_events
    where agent_id = ${agentId} and type = 'workload_key.issued'`;
  expect(events).toHaveLength(2);
  expect(events[0]?.data).toMatchObject({ issuer: issuer.url, subject, token_sha256: expect.any(String) });
});

test("a key is not deleted before its unused grant, which ends with the workload identity", async () => {
  nextMinute();
  const workload = await Workload.pin(setting, { keyMinutes: 5 });
  const { agentId, identityId } = workload;
  const asked = await (await workload.agent()).ask({ action: refund() });
  const { request } = (await asked.json()) as { request: { id: string } };
  time.now = addSeconds(time.now, 600);
  expect((await owner.approve(request.id)).status).toBe(201);
  await deleteExpiredWorkloadKeys(db, time.now);
  await removeWorkloadIdentity(db, { ...by(), agentId, identityId });
  expect(await db.$client`select state from grants where request_id = ${request.id}`).toEqual([
    { state: "revoked" },
  ]);
});

function randomKey(): Uint8Array {
  return Buffer.from(newKeyPair().publicKey.slice("whpk_".length), "base64");
}
