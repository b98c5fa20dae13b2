import { afterAll, beforeEach, expect, test } from "vitest";
import { api } from "#app/api/index";
import { codeOf } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { type SignedInPerson, site } from "#app/api/testing/signed-in-person";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { listSubscriptions } from "#lib/notifications/web-push/list-subscriptions";
import type { BrowserSubscription } from "#lib/notifications/web-push/testing/browser";
import { PushService } from "#lib/notifications/web-push/testing/push-service";
import { ensureVapidKey } from "#lib/notifications/web-push/vapid-keys";

const { workspace, admin } = await RunningWorkspace.open();
const { db, runtime, time } = workspace;
await ensureVapidKey(db, runtime.secret, time.now);
const service = await PushService.open();
afterAll(() => service.close());
let people = 0;
let owner: SignedInPerson;

beforeEach(async () => {
  people += 1;
  owner = await workspace.person(`Olga Owner ${people}`, ["approver"], admin);
  service.behavior = "accept";
  // The next minute's limits.
  time.now = new Date(time.now.getTime() + 60_000);
});

async function keyFor(person: SignedInPerson): Promise<string> {
  const answer = await workspace.get("/api/push/key", { cookie: person.cookie });
  return ((await answer.json()) as { key: string }).key;
}

async function device(person: SignedInPerson): Promise<{ id: string; browser: BrowserSubscription }> {
  const browser = service.subscribe(await keyFor(person));
  const { endpoint, keys } = browser;
  const answer = await person.post("/api/push/subscriptions", { endpoint, keys, expirationTime: null });
  return { ...((await answer.json()) as { id: string }), browser };
}

const devicesOf = ({ viewer }: SignedInPerson) => listSubscriptions(db, viewer.personId);
const testOn = (id: string, person: SignedInPerson) => person.post(`/api/push/subscriptions/${id}/test`, {});

function signOut(cookie: string) {
  return api.request("/api/session", { method: "DELETE", headers: { origin: site.origin, cookie } });
}

function remove(id: string, person: SignedInPerson): Promise<Response> {
  const headers = { origin: site.origin, cookie: person.cookie };
  return Promise.resolve(api.request(`/api/push/subscriptions/${id}`, { method: "DELETE", headers }));
}

test("a person adds a device, tests it and removes it, and no answer repeats the endpoint", async () => {
  const { id, browser } = await device(owner);
  const tested = await testOn(id, owner);
  expect([tested.status, await tested.json()]).toEqual([200, { outcome: "delivered" }]);
  const [message] = service.stored(browser.endpoint);
  expect(message?.payload).toMatchObject({ notification: { title: "Test from Countersign" } });
  expect(JSON.stringify(await devicesOf(owner))).not.toContain(new URL(browser.endpoint).pathname);
  expect((await remove(id, owner)).status).toBe(204);
  expect(await devicesOf(owner)).toEqual([]);
});

test("a device is not found for another person, and stays", async () => {
  const { id } = await device(owner);
  expect(await codeOf(await testOn(id, admin))).toBe("not_found");
  await remove(id, admin);
  expect(await devicesOf(owner)).toMatchObject([{ id, lastDeliveredAt: null }]);
});

test("only our own pages and signed-in people manage devices", async () => {
  const { id } = await device(owner);
  const headers = { origin: "https://evil.example", cookie: owner.cookie };
  for (const [method, path] of [
    ["POST", "/api/push/subscriptions"],
    ["POST", `/api/push/subscriptions/${id}/test`],
    ["DELETE", `/api/push/subscriptions/${id}`],
  ] as const) {
    expect(await codeOf(await api.request(path, { method, headers }))).toBe("cross_origin");
    const ours = { origin: site.origin };
    expect(
      (await api.request(path, { method, headers: { ...ours, "content-type": "application/json" } })).status,
    ).toBe(401);
  }
  expect((await workspace.get("/api/push/key")).status).toBe(401);
});

test("a test whose browser ended its subscription removes the device", async () => {
  const { id } = await device(owner);
  service.behavior = { status: 410 };
  expect(await (await testOn(id, owner)).json()).toEqual({ outcome: "gone" });
  expect(await devicesOf(owner)).toEqual([]);
});

test("tests are limited", async () => {
  const { id } = await device(owner);
  const statuses = [];
  for (let count = 0; count < 11; count++) statuses.push((await testOn(id, owner)).status);
  expect(statuses).toEqual([...Array(10).fill(200), 429]);
});

test("signing out ends notifications on that device, and on no other", async () => {
  await device(owner);
  const { cookie } = owner;
  await owner.signIn();
  const { id } = await device(owner);
  await signOut(cookie);
  expect(await devicesOf(owner)).toMatchObject([{ id }]);
});

test("a person who signs in again in the same browser keeps the device until signing out", async () => {
  const { id } = await device(owner);
  await owner.signIn(owner.cookie);
  expect(await devicesOf(owner)).toMatchObject([{ id }]);
  await signOut(owner.cookie);
  expect(await devicesOf(owner)).toEqual([]);
});

test("another person's sign-in ends the notifications of the browser's earlier person", async () => {
  await device(owner);
  const { id } = await device(admin);
  await admin.signIn(owner.cookie);
  expect(await devicesOf(owner)).toEqual([]);
  expect(await devicesOf(admin)).toMatchObject([{ id }]);
});

test("a suspended person has no devices left", async () => {
  await device(owner);
  await suspendPerson(db, { actor: admin.viewer, personId: owner.viewer.personId, now: time.now });
  expect(await devicesOf(owner)).toEqual([]);
});

test("a person whose passkeys were stolen has no devices left", async () => {
  await device(owner);
  const recovery = { personId: owner.viewer.personId, oldPasskeys: "remove" as const, now: time.now };
  await issueRecovery(db, {
    actor: admin.viewer,
    confirmedWith: admin.authenticator.credentialId,
    ...recovery,
  });
  expect(await devicesOf(owner)).toEqual([]);
});
