import { beforeEach, expect, test } from "vitest";
import { deliveries, notificationPreferences } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import type { TestPerson } from "#lib/membership/testing/people";
import { now, type TestAgent } from "#lib/testing/workspace";
import { PastDays } from "./past-days.ts";
import { readDashboard } from "./read-coverage.ts";
import { loadQuery, readOwnLoad } from "./read-load.ts";
import { decide } from "./testing/decide.ts";
import { KnownWorkspace } from "./testing/known-workspace.ts";
import { coverageWindow } from "./window.ts";

const window = coverageWindow({ days: 30, keyAgeDays: 90, now });
let workspace: KnownWorkspace;
let db: KnownWorkspace["db"];
let ada: TestPerson;
let bo: TestPerson;
let cy: TestPerson;
let agent: TestAgent;

beforeEach(async () => {
  // Approvals can't be deleted.
  workspace = await KnownWorkspace.open();
  db = workspace.db;
  [ada, bo, cy] = [await workspace.person("Ada"), await workspace.person("Bo"), await workspace.person("Cy")];
  agent = await workspace.agent("Bot", ada);
});

/** A message about a request that arrived, at noon unless the test says when. */
async function arrive(to: TestPerson, requestId: string, { at = now, more = {} } = {}): Promise<void> {
  await db.insert(deliveries).values({
    ...{
      id: newId("dlv", at),
      notificationId: newId("obx", at),
      kind: "request_pending",
      channel: "web_push",
    },
    ...{ personId: to.personId, destination: "device", receiver: "host", requestId },
    ...{ state: "delivered", dueAt: at, createdAt: at, closedAt: at, ...more },
  });
}

async function ask(to: TestPerson, at = now): Promise<void> {
  const secondsAgo = (now.getTime() - at.getTime()) / 1000;
  await arrive(to, await workspace.request(agent, { secondsAgo }), { at });
}

const own = (person: TestPerson, days = 7) => readOwnLoad(db, { viewer: person, days, now });
const shared = async () =>
  (await readDashboard(db, { viewer: { ...ada, roles: ["auditor"] }, window, pastDays: new PastDays() }))
    .load;
const none = { asked: null, decided: null, median: null, night: null, bursts: null };

test("a person's load counts each request once, by the first message that arrived, and their own decisions", async () => {
  const first = await decide(workspace, { agent, by: ada, seconds: 5 });
  await arrive(ada, first, { at: addSeconds(now, -30) });
  await arrive(ada, first, { at: addSeconds(now, -10), more: { kind: "request_reminder" } });
  await arrive(ada, first, { more: { kind: "request_closed" } });
  const second = await decide(workspace, { agent, by: ada });
  await arrive(ada, second, { at: addSeconds(now, -50), more: { channel: "mail" } });
  const third = await decide(workspace, { agent, by: ada });
  await arrive(ada, third, { at: addSeconds(now, -40) });
  // Decided without a message, and not counted: withdrawn, of other people, break-glass and test requests.
  await decide(workspace, { agent, by: ada });
  await arrive(ada, await workspace.request(agent), { more: { state: "withdrawn" } });
  await decide(workspace, { agent, by: bo, seconds: 5 });
  await ask(bo);
  const test = await workspace.request(await workspace.agentOfTests(ada), { edge: "test" });
  await arrive(ada, test);
  expect(await own(ada)).toEqual({ asked: 3, decided: 4, median: 40, night: 0, bursts: 0 });
});

test("the days of a load end with now", async () => {
  await ask(ada, workspace.ago(6));
  await ask(ada, workspace.ago(8));
  await ask(ada, workspace.ago(31));
  expect([(await own(ada)).asked, (await own(ada, 30)).asked]).toEqual([1, 2]);
});

test("at night is within the person's quiet hours, or from 22:00 to 06:00 in their time zone", async () => {
  const hours = [0, 5, 6, 13, 21, 22].map((hour) => new Date(Date.UTC(2026, 10, 23, hour)));
  for (const at of hours) await ask(ada, at);
  const counted = async () => (await own(ada)).night;
  expect(await counted()).toBe(3);
  const quiet = (columns: object) =>
    db.$client`delete from notification_preferences`.then(() =>
      db.insert(notificationPreferences).values({
        ...{ personId: ada.personId, channels: { routine: [], financial: [], critical: [], account: [] } },
        ...{ timeZone: "UTC", quietExcept: [], digest: "off", digestAt: "08:00", whenAway: "both" },
        ...{ changedAt: now, ...columns },
      }),
    );
  // 22:00 to 06:00 in Tokyo is 13:00 to 21:00 UTC.
  await quiet({ timeZone: "Asia/Tokyo" });
  expect(await counted()).toBe(1);
  await quiet({ timeZone: "Mars/Olympus_Mons" });
  expect(await counted()).toBe(3);
  await quiet({ quietFrom: "12:00", quietUntil: "14:00" });
  expect(await counted()).toBe(1);
  await quiet({ quietFrom: "12:00", quietUntil: "12:00" });
  expect(await counted()).toBe(0);
});

test("a burst begins with the tenth request within ten minutes", async () => {
  for (let n = 0; n < 12; n++) await ask(ada, addSeconds(now, n * 60 - 3600));
  expect((await own(ada)).bursts).toBe(3);
  await ask(ada, addSeconds(now, -1200));
  expect((await own(ada)).bursts).toBe(3);
});

test("the workspace's sum needs three people, five requests and no one with more than three quarters", async () => {
  for (const person of [ada, ada, ada, bo, bo]) await ask(person);
  expect(await shared()).toEqual(none);
  await ask(cy);
  expect(await shared()).toEqual({ ...none, asked: 6, night: 0, bursts: 0 });
  for (let n = 0; n < 8; n++) await ask(ada);
  expect(await shared()).toEqual(none);
  const { sql, params } = loadQuery(window, []);
  expect(await db.$client.unsafe(sql, params)).toEqual([]);
});

test("decisions and their median need enough people of their own", async () => {
  for (const [person, seconds] of [
    [ada, 10],
    [bo, 20],
    [cy, 30],
    [ada, 40],
    [bo, 50],
  ] as const)
    await arrive(person, await decide(workspace, { agent, by: person }), { at: addSeconds(now, -seconds) });
  expect(await shared()).toEqual({ asked: 5, decided: 5, median: 30, night: 0, bursts: 0 });
  await db.$client`update deliveries set state = 'withdrawn' where person_id = ${cy.personId}`;
  expect(await shared()).toEqual({ ...none, decided: 5 });
});
