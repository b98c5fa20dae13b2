import { beforeEach, expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import type { TestPerson } from "#lib/membership/testing/people";
import { listNotices } from "#lib/notices/list-notices";
import { noticeKinds } from "#lib/notices/notice-kinds";
import { defaultPreferences, savePreferences } from "#lib/notifications/channels/preferences";
import { announceEndedDelegations } from "#lib/notifications/reminders/expiring-credentials";
import { drain } from "#lib/notifications/testing/drain";
import { MemoryChannel } from "#lib/notifications/testing/memory-channel";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { revokeDelegation } from "./end-delegations.ts";
import { nameDelegate } from "./name-delegate.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
let ada: TestPerson;
let bea: TestPerson;
let olga: TestPerson;
let del: TestPerson;
let everyone: TestPerson[];

beforeEach(async () => {
  await db.$client`update people set status = 'suspended'`;
  await db.$client`update delegations set revoked_at = ends_at`;
  await db.$client`delete from deliveries`;
  await db.$client`delete from outbox`;
  ada = await workspace.person("Ada", ["admin"]);
  bea = await workspace.person("Bea", ["admin"]);
  olga = await workspace.person("Olga");
  del = await workspace.person("Del");
  everyone = [ada, bea, olga, del];
});

async function named(actor: TestPerson): Promise<string> {
  const people = { personId: olga.personId, delegateId: del.personId };
  return (await nameDelegate(db, { actor, ...people, endsAt: addSeconds(now, 86_400 * 3), now }))
    .delegationId;
}

/** The kinds of each person's notices: Ada's, Bea's, Olga's and Del's. */
const noticesOf = (at = now) =>
  Promise.all(
    everyone.map(async ({ personId }) =>
      (await listNotices(db, { personId, now: at })).notices.map(({ kind }) => kind),
    ),
  );

const namedNotice = ["delegate_named"];
const ended = ["delegation_ended"];

test("when an admin names a delegate, the represented person, the delegate and all other admins are notified", async () => {
  await named(ada);
  expect(await noticesOf()).toEqual([[], namedNotice, namedNotice, namedNotice]);
  const [notice] = (await listNotices(db, { personId: olga.personId, now })).notices;
  expect(notice).toMatchObject({
    by: "Ada",
    isOwn: true,
    delegation: { delegate: "Del", isConfirmed: false },
  });
});

test("when a person names their own delegate, the delegate and all admins are notified", async () => {
  await named(olga);
  expect(await noticesOf()).toEqual([namedNotice, namedNotice, [], namedNotice]);
});

test("the represented person hears of a delegate on every channel and immediately, whatever they chose", async () => {
  const none = { routine: [], financial: [], critical: [], account: [] };
  const preferences = { ...defaultPreferences, channels: none, quietFrom: "00:00", quietUntil: "23:59" };
  await savePreferences(db, {
    viewer: olga,
    preferences: { ...preferences, quietExcept: [] },
    now,
  });
  const channels = [new MemoryChannel("mail").reach(olga), new MemoryChannel("slack").reach(olga)];
  // An email waits two minutes while another channel rings.
  const waitForMail = async (at: Date) => {
    for (const each of [at, addSeconds(at, 120)]) await drain(db, channels, each);
  };
  const delegationId = await named(ada);
  await waitForMail(now);
  await revokeDelegation(db, { actor: ada, delegationId, now });
  await waitForMail(addSeconds(now, 200));
  for (const { log } of channels)
    expect(log).toEqual([
      ["delegate_named", "Olga"],
      ["delegation_ended", "Olga"],
    ]);
});

test("outside the app, the represented person is asked for an answer, and the other admins are not", async () => {
  const channel = new MemoryChannel("slack").reach(olga).reach(bea);
  await named(ada);
  await drain(db, [channel], now);
  const titles = new Map(channel.sent.map(({ person, title }) => [person?.name, title]));
  expect(titles.get("Olga")).toBe("Confirm or decline your delegate");
  expect(titles.get("Bea")).toBe("A delegate was named");
});

test("the notice asks for an answer until the delegate decides, and then says so", async () => {
  await named(ada);
  const linkAt = async (seconds: number) => {
    const at = addSeconds(now, seconds);
    const [notice] = (await listNotices(db, { personId: olga.personId, now: at })).notices;
    return notice && noticeKinds[notice.kind].words(notice).link;
  };
  expect([await linkAt(86_399), await linkAt(86_400)]).toEqual(["Confirm or decline", "View delegations"]);
});

test.each<[string, (delegationId: string) => Promise<unknown>, string[][]]>([
  [
    "is ended by an admin",
    (delegationId) => revokeDelegation(db, { actor: ada, delegationId, now }),
    [[], ended, ended, ended],
  ],
  [
    "is declined or ended by the represented person",
    (delegationId) => revokeDelegation(db, { actor: olga, delegationId, now }),
    [ended, ended, [], ended],
  ],
  [
    "is ended by the delegate",
    (delegationId) => revokeDelegation(db, { actor: del, delegationId, now }),
    [ended, ended, ended, []],
  ],
  [
    "ends because the delegate is suspended",
    () => suspendPerson(db, { actor: ada, personId: del.personId, now }),
    [[], ended, ended, []],
  ],
])(
  "when a delegation %s, the others are notified, and the earlier notice is gone",
  async (_, end, expected) => {
    const delegationId = await named(ada);
    await end(delegationId);
    expect(await noticesOf()).toEqual(expected);
  },
);

test("when a delegation ends by time, both people and all admins are notified, once", async () => {
  await named(ada);
  const over = addSeconds(now, 86_400 * 3);
  await announceEndedDelegations(db, addSeconds(over, -1));
  for (const at of [over, addSeconds(over, 60)]) await announceEndedDelegations(db, at);
  expect(await noticesOf(over)).toEqual([ended, ended, ended, ended]);
});
