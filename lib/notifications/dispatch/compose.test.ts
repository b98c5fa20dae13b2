import { beforeEach, expect, test } from "vitest";
import { actionTypes } from "#db/schema/policy";
import { addSeconds } from "#lib/kernel/clock";
import type { TestPerson } from "#lib/membership/testing/people";
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
let agent: TestAgent;
let push: MemoryChannel;

beforeEach(async () => {
  await db.$client`delete from deliveries`;
  await db.$client`delete from outbox`;
  ada = await workspace.person("Ada");
  agent = await workspace.agent("Refund bot", ada);
  push = new MemoryChannel("web_push").reach(ada);
});

const ask = (columns?: Parameters<TestWorkspace["request"]>[1]) =>
  askAndAnnounce(workspace, { agent, now }, columns);
const pass = (seconds: number, ...channels: MemoryChannel[]) =>
  drain(db, [push, ...channels], addSeconds(now, seconds));

test("a person who may no longer decide when the message leaves gets none", async () => {
  const bo = await workspace.person("Bo");
  const quiet = { quietFrom: "11:00", quietUntil: "13:00", quietExcept: [] };
  await savePreferences(db, { viewer: ada, preferences: { ...defaultPreferences, ...quiet }, now });
  await ask({ lifeSeconds: 7200 });
  await pass(0);
  await db.$client`update agents set owner_id = ${bo.personId} where id = ${agent.id}`;
  await pass(3600);
  expect(push.log).toEqual([]);
});

test("messages name nothing of the action and nothing that the agent wrote", async () => {
  const secret = "zqx-secret-zqx";
  await ask({
    wanted: { type: "refund.create", resource: secret, params: { note: secret } },
    ...{ reason: secret, context: JSON.stringify({ secret }) },
  });
  const chat = new MemoryChannel("slack");
  chat.subscribers.push({ personId: undefined, destination: "channel", receiver: "slack" });
  await pass(0, chat);
  expect(push.sent).toHaveLength(1);
  expect(chat.sent).toHaveLength(1);
  expect(JSON.stringify([push.sent, chat.sent])).not.toContain(secret);
});

test("a message says that the same was approved before, only to a person who may open the earlier request", async () => {
  const group = await workspace.group([ada]);
  const ofGroup = { requirements: [{ approvals: 1, approvers: { kind: "group", group } }] };
  const bo = await workspace.person("Bo");
  const foreign = await workspace.agent("Foreign bot", bo);
  const approved = { state: "approved", approvalsGiven: 1, closedAt: now, secondsAgo: 60 } as const;
  const columns = (amount: number) => ({
    wanted: { type: "refund.create", resource: "charge/ch_1", params: { amount, currency: "USD" } },
    ...{ resource: "charge/ch_1", amount: String(amount), currency: "USD" },
  });
  await workspace.request(agent, { ...approved, ...columns(1) });
  await workspace.request(foreign, { ...approved, ...columns(2) });
  await ask(columns(1));
  await ask(columns(2));
  await askAndAnnounce(workspace, { agent: foreign, now }, { ...columns(2), ...ofGroup });
  const chat = new MemoryChannel("slack");
  chat.subscribers.push({ personId: undefined, destination: "channel", receiver: "slack" });
  await pass(0, chat);
  const told = ({ body }: { body: string }) => body.startsWith("Approved before. ");
  expect(push.sent.map(told)).toEqual([true, false, false]);
  expect(chat.sent.some(told)).toBe(false);
});

test("action and a plain amount are in a message only where an admin allowed them, and no other word of the agent", async () => {
  const secret = "zqx-secret-zqx";
  const wanted = {
    type: "wire.send",
    resource: secret,
    params: { amount: 1250.5, currency: "USD", note: secret },
  };
  const schema = { amountParam: "amount", currencyParam: "currency", schema: {} };
  await db.insert(actionTypes).values({ type: "wire.send", title: "Send a wire", risk: "spend", ...schema });
  await db.$client`update workspace set detail_channels = '{web_push}'`;
  await ask({ wanted });
  await ask({ wanted: { ...wanted, params: { ...wanted.params, currency: "USD call +1 555" } } });
  await pass(0);
  await db.$client`update workspace set detail_channels = '{}'`;
  await ask({ wanted: { ...wanted, params: { ...wanted.params, amount: 7 } } });
  await pass(1);
  const details = push.sent.map((message) => message.details);
  expect(details).toEqual(["Send a wire · 1250.5 USD", "Send a wire", undefined]);
  expect(JSON.stringify(push.sent)).not.toContain(secret);
});

test("the whole environment is in front of the title of a message", async () => {
  await db.$client`update workspace set environment = 'production', environment_color = 'red'`;
  await ask();
  await pass(0);
  await db.$client`update workspace set environment = null, environment_color = null`;
  const title = "[production] Refund… needs your approval";
  expect(push.sent).toMatchObject([{ environment: "production", title }]);
});
