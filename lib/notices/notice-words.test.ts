import { expect, test } from "vitest";
import { noticeKinds } from "./notice-kinds.ts";
import type { NoticeView } from "./notice-view.ts";

const noticeWords = (notice: NoticeView) => noticeKinds[notice.kind].words(notice);

const nothing = {
  personId: "per_1",
  person: null,
  aboutId: null,
  isOwn: false,
  isOwner: false,
  ownReason: null,
  purpose: null,
  oldPasskeys: null,
  deviceId: null,
  device: null,
  delegation: null,
  standing: null,
  minutes: null,
  budget: null,
};
const declined = {
  ...nothing,
  ...{ id: "ntc_1", kind: "offer_declined" as const, requestId: null, at: new Date(0) },
};
const about = { by: "Guy", agent: "Mail bot", agentId: "agt_1", reason: "Not mine" };

test.each([
  [0, 0, "Guy declined ownership of Mail bot: “Not mine”."],
  [
    0,
    1,
    "Guy declined ownership of Mail bot: “Not mine”. It will stay quarantined until you choose another owner.",
  ],
  [1, 0, "Guy declined ownership of Mail bot and 1 more agent: “Not mine”."],
  [
    1,
    1,
    "Guy declined ownership of Mail bot and 1 more agent: “Not mine”. 1 of them will stay quarantined until you choose another owner.",
  ],
  [
    2,
    3,
    "Guy declined ownership of Mail bot and 2 more agents: “Not mine”. They will stay quarantined until you choose another owner.",
  ],
])(
  "of one agent and %i more that were declined, %i of them orphaned, the notice says how many stay quarantined",
  (more, orphaned, text) => {
    expect(noticeWords({ ...declined, ...about, more, orphaned }).text).toBe(text);
  },
);

test("a notice about a recovery link names the issuer, the person and the effect on the old passkeys", () => {
  const link = {
    ...{ ...declined, ...about, more: 0, orphaned: 0, kind: "link_issued" as const },
    ...{ by: "Ada", person: "Bo", aboutId: "per_1", purpose: "recovery" as const },
  };
  expect(noticeWords({ ...link, oldPasskeys: "keep" })).toMatchObject({
    text: "Ada created a recovery link for Bo's account. The old passkeys still work.",
    href: "/people/per_1/passkeys",
  });
  expect(noticeWords({ ...link, isOwn: true, oldPasskeys: "remove" })).toMatchObject({
    text: expect.stringContaining("for your account. The old passkeys were removed. If you didn't ask"),
    href: "/settings#passkeys",
  });
  expect(noticeWords({ ...link, purpose: "invitation" }).text).toMatch(
    /^Ada created an invitation link for Bo/,
  );
  expect(noticeWords({ ...link, kind: "passkey_enrolled" }).text).toBe(
    "A passkey was added to Bo's account through a recovery link from Ada. It doesn't count as a separate approver from Ada until another admin confirms it.",
  );
});

test("a notice about a delegate tells the represented person what to do, and others when it takes effect", () => {
  const effectiveAt = new Date("2026-12-01T08:00:00Z");
  const delegation = {
    ...{ delegate: "Del", isToRecipient: false, isNamedByPerson: false, isConfirmed: false },
    ...{ isAwaited: true, effectiveAt, timeZone: "Europe/Berlin" },
  };
  const named = {
    ...{ ...declined, ...about, more: 0, orphaned: 0, kind: "delegate_named" as const, delegation },
    ...{ by: "Ada", person: "Olga", aboutId: "per_2" },
  };
  expect(noticeWords({ ...named, isOwn: true })).toMatchObject({
    text: "Ada named Del as your delegate. Confirm or decline it. It takes effect 1 Dec, 09:00 CET, or when you confirm it.",
    link: "Confirm or decline",
  });
  expect(noticeWords(named)).toMatchObject({
    text: "Ada named Del as Olga's delegate. It takes effect 1 Dec, 09:00 CET, or when Olga confirms it.",
    href: "/people/per_2/delegations",
  });
  const never = { ...named, delegation: { ...delegation, effectiveAt: null } };
  expect(noticeWords(never).text).toBe(
    "Ada named Del as Olga's delegate. It takes effect only if Olga confirms it.",
  );
  const since = { ...named, delegation: { ...delegation, isAwaited: false } };
  expect(noticeWords(since).text).toBe("Ada named Del as Olga's delegate.");
  expect(noticeWords({ ...since, isOwn: true })).toMatchObject({
    text: "Ada named Del as your delegate. They can decide on your behalf now. End it if you didn't agree.",
    ...{ href: "/settings#delegation", link: "View delegations" },
  });
  const own = { ...since.delegation, isToRecipient: true, isNamedByPerson: true, isConfirmed: true };
  expect(noticeWords({ ...named, by: "Olga", delegation: own })).toMatchObject({
    text: "Olga named you as their delegate.",
    href: "/settings#delegation",
  });
  expect(noticeWords({ ...named, kind: "delegation_ended" }).text).toBe(
    "Del is no longer Olga's delegate and can't decide on their behalf.",
  );
});

test.each(Object.entries(noticeKinds))("the title of %s has room on a lock screen", (_, { title }) => {
  expect(title.length).toBeLessThanOrEqual(40);
});

const awaited = {
  ...{ delegate: "Del", isToRecipient: false, isNamedByPerson: false, isConfirmed: false },
  ...{ isAwaited: true, effectiveAt: new Date("2026-09-30T20:00:00Z"), timeZone: "America/Los_Angeles" },
};
test.each<[NoticeView["kind"], string, string, Partial<NoticeView>]>([
  [
    "delegate_named",
    "Confirm or decline your delegate",
    "If you don't answer, they may be able to decide for you from",
    { isOwn: true, delegation: awaited },
  ],
  [
    "delegate_named",
    "Confirm or decline your delegate",
    "They can decide for you only if you confirm.",
    { isOwn: true, delegation: { ...awaited, effectiveAt: null } },
  ],
  [
    "backups_added",
    "Your agent has new backup approvers",
    "They can decide its requests on your behalf.",
    { isOwner: true },
  ],
])("outside the app, %s says to the person concerned: %s", (kind, title, body, own) => {
  const notice = { ...declined, ...about, more: 0, orphaned: 0, kind, ...own };
  const message = noticeKinds[kind].message?.(notice);
  expect(message).toMatchObject({ title, body: expect.stringContaining(body) });
  expect(message?.title.length).toBeLessThanOrEqual(40);
  expect(message?.body.length).toBeLessThanOrEqual(110);
});

test("outside the app, people who have nothing to answer read the title alone", () => {
  const notice = { ...declined, ...about, more: 0, orphaned: 0 };
  const others = [
    { kind: "backups_added" as const },
    { kind: "delegate_named" as const, delegation: awaited },
    { kind: "delegate_named" as const, isOwn: true, delegation: { ...awaited, isAwaited: false } },
  ];
  for (const other of others)
    expect(noticeKinds[other.kind].message?.({ ...notice, ...other })).toBeUndefined();
});

test("a notice says how many agents have no owner, and in how many minutes an agent sent its requests", () => {
  const notice = { ...declined, ...about, more: 11 };
  const orphaned = (count: number) =>
    noticeWords({ ...notice, kind: "agent_orphaned", orphaned: count }).text;
  expect([1, 6].map(orphaned)).toEqual([
    "1 agent has no owner and is quarantined. Choose a new owner.",
    "6 agents have no owner and are quarantined. Choose new owners.",
  ]);
  expect(orphaned(0)).toBe("Every agent has an active owner again.");
  expect(noticeWords({ ...notice, kind: "agent_flooding", orphaned: 0, minutes: 10 }).text).toBe(
    "Mail bot sent 11 requests in 10 min. They're grouped, and you're notified once.",
  );
});
