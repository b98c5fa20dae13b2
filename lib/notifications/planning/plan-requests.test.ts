import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { notices } from "#db/schema/notices";
import { deliveries, outbox } from "#db/schema/notifications";
import { actionTypes } from "#db/schema/policy";
import { requests } from "#db/schema/requests";
import { findOrCreateTestAgent } from "#lib/agents/test-agent";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import type { TestPerson } from "#lib/membership/testing/people";
import { listNotices } from "#lib/notices/list-notices";
import { defaultPreferences, savePreferences } from "#lib/notifications/channels/preferences";
import { askAndAnnounce } from "#lib/notifications/testing/ask";
import { drain } from "#lib/notifications/testing/drain";
import { MemoryChannel } from "#lib/notifications/testing/memory-channel";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { insertWorkspace } from "#lib/workspace/change-workspace";

const workspace = await TestWorkspace.open();
const { db } = workspace;
await db.transaction((tx) => insertWorkspace(tx, { name: "Acme", now }));
let ada: TestPerson;
let bo: TestPerson;
let agent: TestAgent;
let push: MemoryChannel;

beforeEach(async () => {
  await db.$client`delete from deliveries`;
  await db.$client`delete from outbox`;
  ada = await workspace.person("Ada");
  bo = await workspace.person("Bo");
  agent = await workspace.agent("Refund bot", ada, [bo]);
  push = new MemoryChannel("web_push").reach(ada).reach(bo);
});

const ask = (columns?: Parameters<TestWorkspace["request"]>[1]) =>
  askAndAnnounce(workspace, { agent, now }, columns);
const at = (seconds: number) => addSeconds(now, seconds);
const pass = (seconds: number, ...channels: MemoryChannel[]) =>
  drain(db, channels.length > 0 ? channels : [push], at(seconds));
const prefer = (person: TestPerson, more: object) =>
  savePreferences(db, { viewer: person, preferences: { ...defaultPreferences, ...more }, now });

test("the owner is notified first, the backup approver at half time, and both shortly before the end", async () => {
  await ask({ lifeSeconds: 3600 });
  await pass(0);
  expect(push.log).toEqual([["request_pending", "Ada"]]);
  await pass(1799);
  expect(push.log).toHaveLength(1);
  await pass(1800);
  expect(push.log.slice(1).sort()).toEqual([
    ["request_escalated", "Bo"],
    ["request_reminder", "Ada"],
  ]);
  await pass(3599);
  expect(push.log.slice(3).sort()).toEqual([
    ["request_last_call", "Ada"],
    ["request_last_call", "Bo"],
  ]);
  await pass(4000);
  expect(push.log).toHaveLength(5);
});

test("a test request is announced once: no escalation, no reminder", async () => {
  const testAgent = await db.transaction((tx) =>
    findOrCreateTestAgent(tx, { actor: { ...ada, roles: ["admin", "approver"] }, now }),
  );
  await askAndAnnounce(
    workspace,
    { agent: { id: testAgent.agentId, ownerId: ada.personId }, now },
    { lifeSeconds: 3600 },
  );
  await pass(0);
  expect(push.log).toEqual([["request_pending", "Ada"]]);
  await pass(3599);
  expect(push.log).toHaveLength(1);
});

test("the rule's own escalation time decides when backup approvers are notified", async () => {
  const requirement = { approvals: 1, approvers: { kind: "owner" }, escalateAfterSeconds: 60 };
  await ask({ lifeSeconds: 3600, requirements: [requirement] });
  await pass(59);
  expect(push.log).toEqual([["request_pending", "Ada"]]);
  await pass(60);
  expect(push.log.slice(1)).toEqual([["request_escalated", "Bo"]]);
});

test("an owner without a channel does not delay the backup approver", async () => {
  push.destinations.shift();
  await ask();
  await pass(0);
  expect(push.log).toEqual([["request_pending", "Bo"]]);
});

test("a request that needs two people is announced to both immediately", async () => {
  await ask({ approvalsRequired: 2 });
  await pass(0);
  expect(push.log.map(([, name]) => name).sort()).toEqual(["Ada", "Bo"]);
});

test("a delegate is notified in the place of an owner who is away, and both if the owner wants it", async () => {
  const dee = await workspace.person("Dee");
  push.reach(dee);
  await workspace.delegate(ada, dee);
  await ask();
  await pass(0);
  expect(push.log).toEqual([["request_pending", "Dee"]]);
  await prefer(ada, { whenAway: "both" });
  await ask({
    wanted: { type: "refund.create", resource: "charge/2", params: { amount: 2, currency: "USD" } },
  });
  await pass(0);
  expect(
    push.log
      .slice(1)
      .map(([, name]) => name)
      .sort(),
  ).toEqual(["Ada", "Dee"]);
});

test("quiet hours hold a message back, and the backup approver is notified instead", async () => {
  await prefer(ada, { quietFrom: "11:00", quietUntil: "13:00", quietExcept: [] });
  await ask({ lifeSeconds: 3 * 3600 });
  await pass(0);
  expect(push.log).toEqual([["request_pending", "Bo"]]);
  await pass(3600);
  expect(push.log.slice(1)).toEqual([["request_pending", "Ada"]]);
});

test("a message that quiet hours would hold beyond the deadline is never sent", async () => {
  await prefer(ada, { quietFrom: "11:00", quietUntil: "13:00", quietExcept: [] });
  await ask({ lifeSeconds: 600 });
  await pass(0);
  expect(await db.$count(deliveries, eq(deliveries.personId, ada.personId))).toBe(0);
  await pass(3600);
  expect(push.log).toEqual([["request_pending", "Bo"]]);
});

test("low-risk requests come as one digest, and one that would expire before it comes alone", async () => {
  await db
    .insert(actionTypes)
    .values({ type: "ticket.close", title: "Close a ticket", risk: "write", schema: {} });
  await prefer(ada, { digest: "hourly" });
  const wanted = (resource: string) => ({
    type: "ticket.close",
    resource,
    params: {},
  });
  await ask({ lifeSeconds: 7200, wanted: wanted("charge/1") });
  await ask({ lifeSeconds: 7200, wanted: wanted("charge/2") });
  await ask({ lifeSeconds: 1200, wanted: wanted("charge/3") });
  await pass(0);
  expect(push.sent.filter(({ person }) => person?.name === "Ada").map(({ items }) => items?.length)).toEqual([
    undefined,
  ]);
  await db.$client`delete from outbox`;
  await pass(3600);
  const digest = push.sent.find(({ items }) => items !== undefined);
  expect(digest).toMatchObject({ title: "2 requests need your approval", items: [{}, {}] });
});

test("the same action asked for again is not announced again while the first request is pending", async () => {
  await ask();
  await ask();
  await pass(0);
  expect(push.log).toEqual([["request_pending", "Ada"]]);
});

test("the owner of a flooding agent is notified once, not of each request", async () => {
  for (let n = 0; n < 12; n++)
    await ask({
      wanted: { type: "refund.create", resource: `charge/${n}`, params: { amount: 2, currency: "USD" } },
    });
  await pass(0);
  expect(push.log).toEqual([["agent_flooding", "Ada"]]);
  await ask({
    wanted: { type: "refund.create", resource: "charge/99", params: { amount: 2, currency: "USD" } },
  });
  await pass(0);
  expect(push.log).toHaveLength(1);
  const { notices } = await listNotices(db, { personId: ada.personId, now });
  expect(notices).toMatchObject([{ kind: "agent_flooding", agent: "Refund bot", more: 12, minutes: 10 }]);
});

test("an agent that withdraws each of its requests floods all the same", async () => {
  for (let n = 0; n < 12; n++) {
    await ask({
      wanted: { type: "refund.create", resource: `charge/${n}`, params: { amount: 2, currency: "USD" } },
    });
    await pass(n);
    await db.$client`update requests set state = 'cancelled', close_reason = 'by_agent', closed_at = ${at(n).toISOString()} where state = 'pending' and agent_id = ${agent.id}`;
    await pass(n);
  }
  const rings = push.log.filter(([kind]) => kind === "request_pending");
  expect(rings).toHaveLength(10);
  expect(push.log.filter(([kind]) => kind === "agent_flooding")).toHaveLength(1);
});

test("a mail waits while a device rings, and a decision withdraws it", async () => {
  const mail = new MemoryChannel("mail", { canUpdate: false }).reach(ada);
  const requestId = await ask({ lifeSeconds: 3600 });
  await pass(0, push, mail);
  expect(mail.log).toEqual([]);
  await db.$client`update requests set state = 'denied', closed_at = ${at(60).toISOString()} where id = ${requestId}`;
  await pass(60, push, mail);
  expect(await db.$count(deliveries, eq(deliveries.state, "queued"))).toBe(0);
  await pass(3000, push, mail);
  expect(mail.log).toEqual([]);
  expect(push.log).toEqual([
    ["request_pending", "Ada"],
    ["request_closed", "Ada"],
  ]);
  expect(push.sent[1]).toMatchObject({ isSilent: true, topic: requestId });
  expect(push.sent[1]?.reference).toBe(`ref_${push.sent[0]?.id}`);
});

test("an event that can't be planned is put off, and delays no other", async () => {
  const broken = { id: newId("ntc", now), personId: ada.personId, kind: "nonsense" as never, createdAt: now };
  await db.insert(notices).values(broken);
  const event = { kind: "nonsense" as never, noticeId: broken.id, createdAt: at(-5), dueAt: at(-5) };
  await db.insert(outbox).values({ id: newId("obx", now), ...event });
  await ask();
  const errors: unknown[] = [];
  await drain(db, [push], now, (error) => errors.push(error));
  expect(push.log).toEqual([["request_pending", "Ada"]]);
  expect(errors).toHaveLength(1);
  await db.delete(notices);
});

test("a request decided before its event is planned is announced to no one", async () => {
  const requestId = await ask();
  await db.update(requests).set({ state: "denied", closedAt: now });
  await pass(0);
  expect(push.log).toEqual([]);
  expect(await db.$count(outbox)).toBe(0);
  expect(requestId).toMatch(/^req_/);
});
