import { expect, test } from "vitest";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import { approveAll } from "#app/api/browser/approvals/testing/together";
import { decisionState, refund, refusal, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { metrics } from "#app/runtime/metrics";
import { addPublicKey, issueHookToken } from "#lib/agents/keys/add-key";
import { issueEnrollmentCode } from "#lib/agents/keys/issue-enrollment-code";
import { setBackups } from "#lib/agents/set-backups";
import { setLabels } from "#lib/agents/set-labels";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { findBreakable } from "#lib/approvals/break-glass/find-breakable";
import { PastDays } from "#lib/coverage/past-days";
import { readPrevious } from "#lib/coverage/previous";
import { readCoverage } from "#lib/coverage/read-coverage";
import { coverageWindow } from "#lib/coverage/window";
import { testRequestType } from "#lib/descriptors/test-request-type";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import { listHandover } from "#lib/membership/offboarding/list-handover";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { countPostponed } from "#lib/ownership/attestation-setting";
import { findDuties } from "#lib/ownership/find-duties";
import { listOwnAgents } from "#lib/ownership/list-own-agents";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";
import { quarantineLapsed } from "#lib/ownership/quarantine-lapsed";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { defaults } from "#lib/policy/language/rule";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { countPending } from "#lib/requests/queue/count-pending";
import { sendTestRequest } from "#lib/requests/send-test-request";

const { workspace, admin } = await RunningWorkspace.open();
const { db, time, runtime } = workspace;
// Here the verbs alone refuse grants, as lib/agents/test-agent.test.ts has the database alone.
await db.$client`drop trigger grants_test_agent on grants`;
const { personId } = admin.viewer;
const origin = runtime.config.origin;

const send = ({ viewer }: SignedInPerson = admin, now = time.now) =>
  sendTestRequest(db, { viewer, secret: runtime.secret, origin, now });
const newApprover = (name: string) => workspace.person(name, ["admin", "approver"], admin);
const agentOf = async (id: string) =>
  (await db.$client`select status, is_test as "isTest" from agents where id = ${id}`)[0];
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (thrown) => (thrown instanceof CountersignError ? thrown.code : String(thrown)),
  );

test("a test request reaches its sender, and approving it with the passkey gives no grant", async () => {
  const grantsIssued = async () => (await metrics().grantsIssued.get()).values[0]?.value;
  const before = await grantsIssued();
  const { agentId, requestId, asked } = await send();
  expect(asked?.answer.request).toMatchObject({ state: "pending", owner: personId });
  // No agent gave a reason, so there is none to show as an agent's.
  const [request] = await db.$client`select reason, context from requests where id = ${requestId}`;
  expect(request).toEqual({ reason: null, context: null });
  expect((await admin.approve(requestId)).status).toBe(201);
  expect(await decisionState(db, requestId)).toEqual({
    state: "approved",
    given: 1,
    decisions: 1,
    grants: 0,
  });
  expect(await grantsIssued()).toBe(before);
  const rows = await db.$client`select type, convert_from(body, 'UTF8')::json as body from audit_events
    where agent_id = ${agentId} order by id`;
  const types = ["agent.created", "request.pending", "request.approval_given", "request.approved"];
  expect(rows.map(({ type }) => type)).toEqual(types);
  expect(rows[1]?.body.data).toMatchObject({ edge: "test", action_type: testRequestType });
  const approved = rows[3]?.body;
  expect(approved).toMatchObject({ actor: { id: personId }, subject: { request: requestId } });
  expect([approved.subject.grant, approved.data.expires_at]).toEqual([undefined, undefined]);
});

async function decisionsCounted(): Promise<number> {
  const { values } = await metrics().decisionSeconds.get();
  return values.find(({ metricName }) => metricName?.endsWith("_count"))?.value ?? 0;
}

test("a real decision counts in the metric, alone and of several approved together", async () => {
  const agent = await workspace.agent(admin, admin);
  const before = await decisionsCounted();
  const [first, second, ...together] = [
    ...[await requestRefund(agent, 1001), await requestRefund(agent, 1002)],
    ...[await requestRefund(agent, 1003), await requestRefund(agent, 1004)],
  ];
  expect((await admin.approve(first ?? "")).status).toBe(201);
  expect((await admin.post(`/api/requests/${second}/denials`, { reason: "No" })).status).toBe(201);
  expect(await decisionsCounted()).toBe(before + 2);
  expect(await approveAll(admin, together)).toHaveLength(2);
  expect(await decisionsCounted()).toBe(before + 4);
});

test("a test request counts in no metric, also while it waits and once it is decided", async () => {
  const person = await newApprover("Mo");
  const figures = async () => [
    await countPending(db, time.now),
    (await metrics().asks.get()).values.reduce((sum, { value }) => sum + value, 0),
    await decisionsCounted(),
  ];
  const before = await figures();
  const { requestId } = await send(person);
  expect(await figures()).toEqual(before);
  expect((await person.approve(requestId)).status).toBe(201);
  const denial = await person.post(`/api/requests/${(await send(person)).requestId}/denials`, {
    reason: "Test",
  });
  expect(denial.status).toBe(201);
  expect(await figures()).toEqual(before);
});

test("a person has one open test request, of many presses at the same time", async () => {
  const person = await newApprover("Olga");
  const sent = await Promise.all(Array.from({ length: 20 }, () => send(person)));
  expect(new Set(sent.map(({ requestId }) => requestId)).size).toBe(1);
  expect((await send(person)).requestId).toBe(sent[0]?.requestId);
});

test("a person sends at most ten an hour", async () => {
  const person = await newApprover("Pia");
  await person.approve((await send(person)).requestId);
  await db.$client`update rate_limits set count = 10 where bucket = ${`test-request:${person.viewer.personId}`}`;
  await expect(send(person)).rejects.toMatchObject({
    code: "rate_limited",
    userMessage: expect.stringMatching(
      /^You can send 10 test requests an hour, so this one wasn't sent\. Try again in \d+ (minutes|seconds)\.$/,
    ),
  });
});

test("only an admin who approves sends one", async () => {
  expect(await codeOf(send(await workspace.person("Cy", ["approver"], admin)))).toBe("not_found");
  expect(await codeOf(send(await workspace.person("Di", ["admin"], admin)))).toBe("owner_inactive");
});

test("no other agent can ask under the built-in words of a test request", async () => {
  const agent = await workspace.agent(admin, admin);
  const action = { type: testRequestType, params: { purpose: "Delete everything" } };
  expect(await refusal(agent.ask({ action }))).toEqual([422, "invalid_action"]);
  // From memory, after a request that succeeded.
  await askedBy(agent, { action: refund() });
  expect(await refusal(agent.ask({ action }))).toEqual([422, "invalid_action"]);
});

test("a test agent gets no key, token, label, backup approver or other owner, and can be revoked", async () => {
  const [person, other] = [await newApprover("Rob"), await newApprover("Sam")];
  const { agentId } = await send(person);
  const input = { actor: person.viewer, agentId, now: time.now };
  const { publicKey } = newKeyPair();
  const toPersonId = other.viewer.personId;
  const backupIds = [toPersonId];
  const offers = [{ agentId, toPersonId }];
  const changes = {
    code: () => issueEnrollmentCode(db, input),
    key: () => addPublicKey(db, { ...input, publicKey }),
    token: () => issueHookToken(db, input),
    labels: () => setLabels(db, { ...input, seen: [], labels: ["prod"] }),
    backups: () => setBackups(db, { ...input, seenIds: [], backupIds }),
    offer: () => offerOwnership(db, { ...input, offers }),
  };
  for (const [name, change] of Object.entries(changes))
    await expect(change(), name).rejects.toThrow(/is a test agent/);
  await revokeAgents(db, { ...input, agentIds: [agentId] });
  expect((await send(person)).agentId).not.toBe(agentId);
});

test("break-glass isn't available for a test request", async () => {
  const [person, other] = [await newApprover("Tom"), await newApprover("Uma")];
  const { requestId } = await send(person);
  const decider = { requestId, personId: other.viewer.personId, now: time.now };
  await expect(findBreakable(db, decider)).rejects.toThrow(/is a test request/);
});

test("a suspension of its owner ends a test agent, which no one has to take over", async () => {
  const person = await newApprover("Vic");
  const { agentId, requestId } = await send(person);
  const about = { personId: person.viewer.personId, now: time.now };
  expect(await listHandover(db, { viewer: admin.viewer, ...about })).toEqual([]);
  expect(await foreseeOffboarding(db, { actor: admin.viewer, ...about })).toMatchObject({
    ...{ agents: [], agentCount: 0, hasTestAgent: true, pendingRequests: 0 },
  });
  await suspendPerson(db, { actor: admin.viewer, ...about });
  expect(await agentOf(agentId)).toMatchObject({ status: "revoked" });
  expect(await decisionState(db, requestId)).toMatchObject({ state: "cancelled" });
});

test("ownership of a test agent is never reviewed", async () => {
  const person = await newApprover("Wim");
  const now = addSeconds(time.now, 300 * 86_400);
  const postponed = () => countPostponed(db, { days: 400, graceDays: 30, now });
  const before = await postponed();
  const { agentId } = await send(person);
  expect(await postponed()).toBe(before);
  expect(await findDuties(db, { viewer: person.viewer, now })).toMatchObject({ due: 0 });
  expect(await listOwnAgents(db, { viewer: person.viewer, now })).toEqual([]);
  await quarantineLapsed(db, now);
  expect(await agentOf(agentId)).toMatchObject({ status: "active" });
});

test("test requests change no figure of coverage, and are in no comparison with the window before", async () => {
  const read = async () => {
    const now = addSeconds(time.now, 60);
    const window = coverageWindow({ days: 30, keyAgeDays: 90, now });
    const later = coverageWindow({ days: 30, keyAgeDays: 90, now: addSeconds(now, 30 * 86_400) });
    const { figures, byDay } = await readCoverage(db, { viewer: admin.viewer, window });
    return {
      figures: Object.entries(figures).map(([id, { value, total }]) => [id, value, total]),
      bars: byDay.bars,
      previous: await readPrevious(db, { viewer: admin.viewer, window: later, pastDays: new PastDays() }),
    };
  };
  const person = await newApprover("Xia");
  const before = await read();
  const { requestId } = await send(person);
  await person.approve(requestId);
  await send(person);
  expect(await read()).toEqual(before);
});

test("a test request needs no number that only an agent shows, and keeps its reading time", async () => {
  const person = await newApprover("Ines");
  const publish = async (id: string, readingSeconds: number) => {
    const live = await versionInForce(db);
    const rule = { ...defaults, id, title: id, outcome: "step_up" as const, actions: ["*"], conditions: [] };
    const rules = [...live.rules, { ...rule, numberMatching: true as const, readingSeconds }];
    await db.transaction((tx) =>
      publishPolicy(tx, {
        ...{ actor: admin.viewer, rules, defaultOutcome: live.defaultOutcome, catalog: live.catalog },
        ...{ unclassified: live.unclassified, expectedVersion: live.version, now: time.now },
      }),
    );
  };
  const safeguardsOf = async (id: string) =>
    (await db.$client`select safeguards from requests where id = ${id}`)[0]?.safeguards;
  await publish("numbers", 5);
  const { requestId, asked } = await send(person);
  expect(asked?.answer.request.number_to_match).toBeUndefined();
  expect(await safeguardsOf(requestId)).toMatchObject({ numberMatching: false, readingSeconds: 5 });
  await publish("longer", 9);
  expect(await safeguardsOf(requestId)).toMatchObject({ numberMatching: false, readingSeconds: 9 });
});
