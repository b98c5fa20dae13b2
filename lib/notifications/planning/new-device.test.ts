import { beforeEach, expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import type { TestPerson } from "#lib/membership/testing/people";
import { listNotices } from "#lib/notices/list-notices";
import { noticeKinds } from "#lib/notices/notice-kinds";
import { defaultPreferences, savePreferences } from "#lib/notifications/channels/preferences";
import { drain } from "#lib/notifications/testing/drain";
import { MemoryChannel } from "#lib/notifications/testing/memory-channel";
import { removeSubscription } from "#lib/notifications/web-push/remove-subscriptions";
import { subscribe } from "#lib/notifications/web-push/subscribe";
import { openPushWorkspace, subscribing } from "#lib/notifications/web-push/testing/people-with-devices";
import { now } from "#lib/testing/workspace";

const { workspace, db, device } = await openPushWorkspace();
let ada: TestPerson;
let push: MemoryChannel;
let mail: MemoryChannel;

beforeEach(async () => {
  await db.$client`delete from deliveries`;
  await db.$client`delete from outbox`;
  ada = await workspace.person("Ada");
  push = new MemoryChannel("web_push");
  mail = new MemoryChannel("mail").reach(ada);
});

/** A device of Ada's that pushes reach. */
async function added() {
  const one = await device(ada.personId);
  push.reach(ada, one.id);
  return one;
}

const noticesOf = async () => (await listNotices(db, { personId: ada.personId, now })).notices;
const pass = (seconds = 0) => drain(db, [push, mail], addSeconds(now, seconds));

test("a person hears of a new device for push in the app and by mail, and the device itself hears nothing", async () => {
  await added();
  await pass();
  expect(push.sent).toEqual([]);
  expect(mail.sent).toMatchObject([
    { kind: "push_device_added", title: "New device gets your notifications" },
  ]);
  const [notice] = await noticesOf();
  if (!notice) return expect.unreachable();
  expect(noticeKinds[notice.kind].words(notice).text).toBe(
    "New device gets your notifications: Chrome on Android. If you don't recognize it, remove it.",
  );
});

test("the person's other devices hear of it, whatever channels and quiet hours a session chose", async () => {
  const { id } = await added();
  await pass();
  for (const channel of [push, mail]) channel.sent.length = 0;
  const quiet = { ...defaultPreferences, quietFrom: "00:00", quietUntil: "23:59" };
  const preferences = { ...quiet, channels: { routine: [], financial: [], critical: [], account: [] } };
  await savePreferences(db, { viewer: ada, preferences, now });
  await added();
  await pass();
  expect(push.sent).toMatchObject([{ kind: "push_device_added", destination: id }]);
  await pass(120);
  expect(mail.sent).toHaveLength(1);
});

test("a device that subscribes again, or gets another endpoint, is not new", async () => {
  const { browser } = await added();
  await device(ada.personId, browser);
  await subscribe(db, subscribing(ada.personId, browser, { replaces: browser.endpoint }));
  expect(await noticesOf()).toHaveLength(1);
});

test("the notice ends when the device is removed", async () => {
  const { id } = await added();
  await removeSubscription(db, { personId: ada.personId, id, now });
  expect(await noticesOf()).toEqual([]);
  await pass();
  expect(mail.sent).toEqual([]);
});
