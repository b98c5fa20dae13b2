import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { agents } from "#db/schema/agents";
import { auditEvents } from "#db/schema/audit";
import { requests } from "#db/schema/requests";
import { releaseNow } from "#lib/lifecycle/testing/release-now";
import type { TestPerson } from "#lib/membership/testing/people";
import { listNotices } from "#lib/notices/list-notices";
import { defaultPreferences, savePreferences } from "#lib/notifications/channels/preferences";
import { askAndAnnounce } from "#lib/notifications/testing/ask";
import { drain } from "#lib/notifications/testing/drain";
import { MemoryChannel } from "#lib/notifications/testing/memory-channel";
import type { RequestColumns } from "#lib/testing/request-row";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { insertWorkspace } from "#lib/workspace/change-workspace";
import { holdFlooding } from "./hold-flooding.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
await db.transaction((tx) => insertWorkspace(tx, { name: "Acme", now }));
let ada: TestPerson;
let bo: TestPerson;
let agent: TestAgent;
let push: MemoryChannel;

beforeEach(async () => {
  await db.$client`update workspace set flood_requests = 100`;
  ada = await workspace.person("Ada");
  bo = await workspace.person("Bo");
  agent = await workspace.agent("Refund bot", ada, [bo]);
  push = new MemoryChannel("web_push").reach(ada).reach(bo);
});

const prefer = (viewer: TestPerson, chosen: object) =>
  savePreferences(db, { viewer, preferences: { ...defaultPreferences, ...chosen }, now });
const chosen = { hourlyBudget: 2, holdsFloods: true };
let asked = 0;
const ask = (columns: RequestColumns = {}) => {
  const wanted = { type: "wire.send", resource: `charge/${asked++}`, params: { amount: 5, currency: "USD" } };
  return askAndAnnounce(workspace, { agent, now }, { lifeSeconds: 7200, wanted, ...columns });
};
let faults: unknown[] = [];
const pass = () => drain(db, [push], now, (error) => faults.push(error));
afterEach(() => {
  expect(faults).toEqual([]);
  faults = [];
});
async function flood(times = 5, columns: RequestColumns = {}) {
  for (let n = 0; n < times; n++) await ask(columns);
  await pass();
}
async function isHeld() {
  const [row] = await db.select({ at: agents.heldAt }).from(agents).where(eq(agents.id, agent.id));
  return row?.at !== null;
}
async function holds() {
  const ofAgent = and(eq(auditEvents.agentId, agent.id), eq(auditEvents.type, "agent.held"));
  const rows = await db.select({ body: auditEvents.body }).from(auditEvents).where(ofAgent);
  return rows.map(({ body }) => JSON.parse(Buffer.from(body).toString()));
}

test("an agent that asks its owner more than twice the budget is held by the system, at the owner's wish", async () => {
  await prefer(ada, chosen);
  await flood(4);
  expect(await isHeld()).toBe(false);
  await flood(1);
  expect(await isHeld()).toBe(true);
  expect(await holds()).toMatchObject([
    {
      actor: { type: "system", id: "flood" },
      data: { reason: "Flooded its owner with requests" },
    },
  ]);
  const rows = await db.select().from(requests).where(eq(requests.agentId, agent.id));
  expect(new Set(rows.map(({ closeReason }) => closeReason))).toEqual(new Set(["agent_held"]));
});

test("the owner and the admins hear of the hold, and the owner releases the agent", async () => {
  const boss = await workspace.person("Boss", ["admin"]);
  await prefer(ada, chosen);
  await flood();
  for (const { personId } of [ada, boss]) {
    const { notices } = await listNotices(db, { personId, now });
    expect(notices.filter(({ agentId }) => agentId === agent.id)).toMatchObject([
      { kind: "agent_held", by: "Countersign", ownReason: null },
    ]);
  }
  await releaseNow(db, { actor: ada, agentIds: [agent.id], now });
  expect(await isHeld()).toBe(false);
});

test("after a release, the requests of before don't count", async () => {
  await prefer(ada, chosen);
  await flood();
  await releaseNow(db, { actor: ada, agentIds: [agent.id], now });
  await flood(4, { ownerEpoch: 3 });
  expect(await isHeld()).toBe(false);
  await flood(1, { ownerEpoch: 3 });
  expect(await isHeld()).toBe(true);
});

test("processes that see a flood at the same time hold the agent once", async () => {
  await flood();
  await prefer(ada, chosen);
  const racing = Array.from({ length: 8 }, () => holdFlooding(db, { agentIds: [agent.id], now }));
  await expect(Promise.all(racing)).resolves.toHaveLength(8);
  expect(await holds()).toHaveLength(1);
});

test("a budget alone holds no agent, and neither does the choice without a budget", async () => {
  await prefer(ada, { hourlyBudget: 2 });
  await flood();
  expect(await isHeld()).toBe(false);
  await prefer(ada, { holdsFloods: true });
  await flood();
  expect(await isHeld()).toBe(false);
});

test("a person who may not hold the agent by hand stops none with a low budget", async () => {
  await prefer(bo, { hourlyBudget: 1, holdsFloods: true });
  await flood(8);
  expect(push.log.filter(([kind, name]) => kind === "request_pending" && name === "Bo")).toEqual([]);
  await prefer(ada, { hourlyBudget: 1 });
  await flood(8);
  expect(push.log.some(([, name]) => name === "Bo")).toBe(true);
  expect(await isHeld()).toBe(false);
});

test("an owner who isn't an approver now stops no agent", async () => {
  await flood();
  await prefer(ada, chosen);
  await db.$client`update people set roles = '{auditor}' where id = ${ada.personId}`;
  await expect(holdFlooding(db, { agentIds: [agent.id], now })).resolves.toBeUndefined();
  expect(await isHeld()).toBe(false);
});

test("a test agent is never held", async () => {
  await prefer(ada, chosen);
  agent = await workspace.agentOfTests(ada);
  await flood(8, { edge: "test" });
  expect(await isHeld()).toBe(false);
});

test("requests of an hour ago don't count", async () => {
  await prefer(ada, chosen);
  await flood(4, { secondsAgo: 3601 });
  await flood(1);
  expect(await isHeld()).toBe(false);
});

test("requests that the workspace's flood limit keeps quiet count", async () => {
  await db.$client`update workspace set flood_requests = 1`;
  await prefer(ada, chosen);
  await flood();
  expect(push.log.filter(([kind]) => kind === "request_pending")).toEqual([]);
  expect(await isHeld()).toBe(true);
});

test("an owner who wasn't asked isn't flooded", async () => {
  await prefer(ada, chosen);
  const approvers = { kind: "group", group: await workspace.group([bo]), ownerExcluded: true };
  const requirement = { approvals: 1, approvers };
  await flood(8, { requirements: [requirement] });
  expect(await isHeld()).toBe(false);
});
