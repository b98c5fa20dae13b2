import { createSecretKey } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { Workload } from "#app/api/agent/workloads/testing/workload";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { grantFor, grantState, refund, refusal, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { WorkloadIssuer } from "#app/api/testing/workload-issuer";
import { findAgent } from "#lib/agents/find-agent";
import { issueSecretKey } from "#lib/agents/keys/add-key";
import { addSeconds } from "#lib/kernel/clock";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import { holdAgents } from "#lib/lifecycle/hold-agents";
import { releaseNow } from "#lib/lifecycle/testing/release-now";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { listNotices } from "#lib/notices/list-notices";
import { revokeAgents } from "#lib/ownership/revoke-agents";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
const by = () => ({ actor: admin.viewer, now: time.now });
let agent: CallingAgent;

beforeEach(async () => {
  time.now = addSeconds(time.now, 61);
  agent = await workspace.agent(admin, owner);
});

const freeze = (caller = agent, webhookId = "msg_freeze", body: object = {}) =>
  caller.call(
    `/api/v1/agents/${caller.id}/freeze`,
    JSON.stringify({ freeze: caller.id, reason: "Odd prompts", ...body }),
    webhookId,
  );
const held = (agentId = agent.id) =>
  findAgent(db, { viewer: owner.viewer, agentId, now: time.now }).then(({ hold }) => hold);
const release = (person = owner) =>
  releaseNow(db, { actor: person.viewer, agentIds: [agent.id], now: time.now });

test("an agent freezes itself: what it has open ends, its owner and admins are notified, and its words stay out of the audit log", async () => {
  const pending = await requestRefund(agent);
  const grant = await grantFor(agent, refund(20));
  const answer = await freeze();
  expect(await answer.json()).toEqual({
    agent: { id: agent.id },
    hold: { since: time.now.toISOString(), by: "agent" },
  });
  const [request] = await db.$client`select state, close_reason from requests where id = ${pending}`;
  expect(request).toEqual({ state: "cancelled", close_reason: "agent_held" });
  expect(await grantState(db, grant)).toBe("revoked");
  expect(await refusal(agent.ask({ action: refund(20) }))).toEqual([403, "agent_quarantined"]);
  expect(await refusal(agent.redeem(grant, refund(20)))).toEqual([403, "agent_quarantined"]);
  expect(await held()).toMatchObject({ by: null, isForOwner: true, at: time.now, ownReason: "Odd prompts" });
  for (const { viewer } of [owner, admin]) {
    const { notices } = await listNotices(db, { personId: viewer.personId, now: time.now });
    expect(notices).toContainEqual(
      expect.objectContaining({ kind: "agent_held", by: null, agentId: agent.id }),
    );
  }
  const events = await db.$client`
    select actor_id, convert_from(body, 'UTF8') as body from audit_events where agent_id = ${agent.id} and type = 'agent.held'`;
  expect(events).toMatchObject([{ actor_id: agent.id }]);
  expect(events[0]?.body).not.toContain("Odd");
});

test("only a person ends the agent's own hold: its owner or an admin", async () => {
  await freeze();
  const other = await workspace.person("Bo Other", ["approver"], admin);
  await expect(release(other)).rejects.toMatchObject({ code: "not_found" });
  await release(owner);
  expect(await refusal(agent.ask({ action: refund(20) }))).toEqual([200, "ok"]);
  await freeze(agent, "msg_second");
  await release(admin);
  expect(await held()).toBeNull();
});

test("a call is one freeze: its repetition gets the same answer, and stops no agent that was released since", async () => {
  const first = await (await freeze()).json();
  time.now = addSeconds(time.now, 5);
  expect(await (await freeze()).json()).toEqual(first);
  await release();
  expect(await refusal(freeze())).toEqual([409, "conflict"]);
  expect(await held()).toBeNull();
  expect(await refusal(freeze(agent, "msg_new"))).toEqual([200, "ok"]);
});

test("of twenty calls at the same moment one freezes the agent, and all get this hold", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => freeze(agent, `msg_${n}`)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const events =
    await db.$client`select from audit_events where agent_id = ${agent.id} and type = 'agent.held'`;
  expect(events).toHaveLength(1);
  expect(await refusal(freeze(agent, "msg_21"))).toEqual([429, "rate_limited"]);
});

test("an agent that a person holds gets that hold, which stays the person's", async () => {
  await holdAgent(db, { actor: admin.viewer, agentId: agent.id, reason: null, now: time.now });
  expect(await (await freeze()).json()).toMatchObject({ hold: { by: "person" } });
  await expect(release(owner)).rejects.toMatchObject({ code: "not_entitled" });
});

test("an agent freezes itself by a shared secret", async () => {
  const { secret } = await issueSecretKey(db, {
    ...by(),
    agentId: agent.id,
    masterSecret: workspace.runtime.secret,
  });
  const key = createSecretKey(secret.slice("whsec_".length), "base64");
  expect(await refusal(freeze(agent.as(key)))).toEqual([200, "ok"]);
});

test("a workload freezes its agent by its key, and a repeated call learns of the hold although the key has ended", async () => {
  const issuer = await WorkloadIssuer.start();
  const workload = await Workload.pin({ workspace, issuer, admin, owner }, { agent });
  const job = await workload.agent();
  const first = await (await freeze(job)).json();
  expect(await refusal(job.ask({ action: refund(20) }))).toEqual([401, "key_revoked"]);
  expect(await (await freeze(job)).json()).toEqual(first);
  await release();
  expect(await refusal(freeze(job))).toEqual([409, "conflict"]);
  expect(await refusal(freeze(job, "msg_new"))).toEqual([401, "key_revoked"]);
  expect(await held()).toBeNull();
});

test("a call by another agent, for another agent or made for something else freezes nothing", async () => {
  const victim = await workspace.agent(admin, owner);
  const as = (body: string) => agent.call(`/api/v1/agents/${victim.id}/freeze`, body, "msg_other");
  expect(await refusal(as(JSON.stringify({ freeze: victim.id })))).toEqual([401, "invalid_signature"]);
  expect(await refusal(freeze(agent, "msg_a", { freeze: victim.id }))).toEqual([400, "invalid_body"]);
  expect(await refusal(freeze(agent, "msg_b", { action: refund() }))).toEqual([400, "invalid_body"]);
  expect([await held(victim.id), await held()]).toEqual([null, null]);
});

test("a revoked key of a caller in memory freezes nothing", async () => {
  await agent.ask({ action: refund(20) });
  await db.$client`update agent_keys set revoked_at = ${time.now.toISOString()} where agent_id = ${agent.id}`;
  expect(await refusal(freeze())).toEqual([401, "key_revoked"]);
  expect(await held()).toBeNull();
});

test("a revoked key uses up none of the calls with which its agent freezes itself", async () => {
  const { secret } = await issueSecretKey(db, {
    ...by(),
    agentId: agent.id,
    masterSecret: workspace.runtime.secret,
  });
  await db.$client`update agent_keys set revoked_at = ${time.now.toISOString()} where agent_id = ${agent.id} and algorithm = 'ed25519'`;
  for (let n = 0; n < 21; n++) await freeze(agent, `msg_${n}`);
  expect(await refusal(freeze())).toEqual([429, "rate_limited"]);
  const live = agent.as(createSecretKey(secret.slice("whsec_".length), "base64"));
  expect(await refusal(freeze(live, "msg_live"))).toEqual([200, "ok"]);
});

test("the owner's hold takes no place of the agent's own, which the owner can end", async () => {
  await freeze();
  const hold = holdAgent(db, { actor: owner.viewer, agentId: agent.id, reason: "Mine", now: time.now });
  await expect(hold).rejects.toMatchObject({ code: "conflict" });
  expect(await held()).toMatchObject({ by: null, isReplaceable: false });
  await release();
});

test("an admin's hold takes the place of the agent's own, and its owner doesn't end it", async () => {
  await freeze();
  await holdAgents(db, { ...by(), owner: owner.viewer.personId, reason: "Look at the owner" });
  expect(await held()).toMatchObject({ by: "Ada Admin" });
  await expect(release(owner)).rejects.toMatchObject({ code: "not_entitled" });
  await release(admin);
});

test("an admin's hold leaves the agent's reason, and the notice that the agent froze itself until the release", async () => {
  const notices = async () =>
    (await listNotices(db, { personId: owner.viewer.personId, now: time.now })).notices
      .filter(({ kind, agentId }) => kind === "agent_held" && agentId === agent.id)
      .map(({ by, ownReason }) => [by, ownReason]);
  await freeze();
  time.now = addSeconds(time.now, 1);
  await holdAgent(db, { ...by(), agentId: agent.id, reason: "Look at it" });
  expect(await notices()).toEqual([
    ["Ada Admin", null],
    [null, "Odd prompts"],
  ]);
  expect(await held()).toMatchObject({ by: "Ada Admin", reason: "Look at it", ownReason: "Odd prompts" });
  time.now = addSeconds(time.now, 1);
  await release(admin);
  time.now = addSeconds(time.now, 1);
  await holdAgent(db, { ...by(), agentId: agent.id, reason: null });
  expect(await notices()).toEqual([["Ada Admin", null]]);
  expect(await held()).toMatchObject({ ownReason: null });
});

test("a revoked agent stays revoked, also where its key still works", async () => {
  await revokeAgents(db, { ...by(), agentIds: [agent.id] });
  expect(await refusal(freeze())).toEqual([401, "key_revoked"]);
  await db.$client`update agent_keys set revoked_at = null where agent_id = ${agent.id}`;
  expect(await refusal(freeze())).toEqual([403, "agent_revoked"]);
  const [row] = await db.$client`select status from agents where id = ${agent.id}`;
  expect(row).toEqual({ status: "revoked" });
});

test("an agent whose owner left freezes itself, and the owner's return doesn't end the hold", async () => {
  const leaver = await workspace.person("Lea Leaver", ["approver"], admin);
  agent = await workspace.agent(admin, leaver);
  const { personId } = leaver.viewer;
  await suspendPerson(db, { ...by(), personId });
  expect(await refusal(freeze())).toEqual([200, "ok"]);
  await reinstatePerson(db, { ...by(), personId });
  expect(await refusal(agent.ask({ action: refund(20) }))).toEqual([403, "agent_quarantined"]);
});
