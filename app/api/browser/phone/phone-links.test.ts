import { desc, eq, like } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { addOnPhone, codeOf, OpenedPhone } from "#app/api/testing/opened-phone";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { browse, type SignedInPerson, site } from "#app/api/testing/signed-in-person";
import { rateLimits } from "#db/schema/jobs";
import { challenges, passkeys } from "#db/schema/passkeys";
import { expectWaiting } from "#db/testing/expect-waiting";
import { addSeconds } from "#lib/kernel/clock";
import { tokenHash } from "#lib/kernel/digest";
import { addPasskeyOnPhone } from "#lib/membership/enrollment/add-on-phone";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { listNotices } from "#lib/notices/list-notices";
import type { AssertionJson } from "#lib/passkeys/credential-json";
import { phoneAct } from "#lib/passkeys/phone/confirmed-phone";
import { issuePhoneLink, phoneStepSeconds } from "#lib/passkeys/phone/phone-link";
import { lockPerson } from "#lib/people/lock-people";
import { endSession } from "#lib/sessions/session";

const { workspace, admin } = await RunningWorkspace.open();
const { db, time } = workspace;
let person: SignedInPerson;
let names = 0;
beforeEach(async () => {
  names += 1;
  // Past the limits of calls in a minute.
  time.now = addSeconds(time.now, 60);
  person = await workspace.person(`Phone Owner ${names}`, ["approver"], admin);
});

/** The token is in the QR code alone, so the test takes it from the verb. */
function issue(by = person): Promise<{ token: string; link: string }> {
  const { personId, sessionHash: authority } = by.viewer;
  return issuePhoneLink(db, { personId, authority, now: time.now });
}

const opened = async () => OpenedPhone.open(await issue());
const open = (token: string) => browse("/api/phone-links/open", { token });

type Shown = Pick<OpenedPhone, "link" | "number">;

async function confirm({ link, number }: Shown, by = person): Promise<Response> {
  const confirmation = await by.confirm(phoneAct({ link, number }));
  return sendConfirmation({ link, number }, confirmation, by);
}

const sendConfirmation = ({ link, number }: Shown, confirmation: AssertionJson, by = person) =>
  by.post("/api/passkeys/phone-links/confirmations", { link, number, confirmation });

async function readyToAdd() {
  const phone = await opened();
  expect((await confirm(phone)).status).toBe(204);
  return { phone, body: await phone.create() };
}

const countPasskeys = () => db.$count(passkeys, eq(passkeys.personId, person.viewer.personId));

test("a phone adds one passkey, as one added with the passkey that confirmed the phone, and gets no session", async () => {
  const { phone, body } = await readyToAdd();
  const added = await addOnPhone(body);
  expect([added.status, await added.json()]).toEqual([201, { next: "/signin?next=/settings/notifications" }]);
  expect(added.headers.get("set-cookie")).toBeNull();
  const { notices } = await listNotices(db, { personId: person.viewer.personId, now: time.now });
  expect(notices.map(({ kind }) => kind)).toEqual(["passkey_added_on_phone"]);
  const rows = await db.select().from(passkeys).where(eq(passkeys.personId, person.viewer.personId));
  expect(rows.map(({ enrolledVia }) => enrolledVia).sort()).toEqual(["invitation", "own"]);
  expect(await codeOf(await addOnPhone(body))).toBe("challenge_expired");
  expect(await codeOf(await phone.options())).toBe("link_invalid");
});

test("an unconfirmed phone creates no passkey, even with its own link", async () => {
  const phone = await opened();
  expect(await codeOf(await phone.options())).toBe("conflict");
  expect(await codeOf(await open(phone.secret))).toBe("link_invalid");
});

test("a wrong number ends the link, so that a guess has one try", async () => {
  const phone = await opened();
  const wrong = phone.number === "1000" ? "1001" : "1000";
  expect(await codeOf(await confirm({ ...phone, number: wrong }))).toBe("wrong_number");
  expect(await codeOf(await confirm(phone))).toBe("wrong_number");
  expect(await codeOf(await phone.options())).toBe("link_invalid");
});

test("of two phones with the same link, the first opens it, and no session alone confirms it", async () => {
  const { token, link } = await issue();
  const openings = await Promise.all(Array.from({ length: 20 }, () => open(token)));
  const codes = await Promise.all(openings.map(codeOf));
  expect(codes.filter((code) => code === "ok")).toHaveLength(1);
  expect(codes.filter((code) => code === "link_invalid")).toHaveLength(19);
  const body = { number: "1234", link };
  const bare = await person.post("/api/passkeys/phone-links/confirmations", body);
  expect(await codeOf(bare)).toBe("invalid_body");
});

test("a confirmation of another number or link, or for adding a passkey here, doesn't confirm a phone", async () => {
  const phone = await opened();
  const { link, number } = phone;
  const others = [
    phoneAct({ link, number: String(Number(number) - 1) }),
    phoneAct({ link: "another", number }),
  ];
  for (const act of ["passkey/add", ...others]) {
    const refused = await sendConfirmation(phone, await person.confirm(act));
    expect(await codeOf(refused)).toBe("challenge_expired");
  }
  expect(await codeOf(await phone.options())).toBe("conflict");
});

test("a confirmation of one phone never confirms another phone that shows the same number", async () => {
  const phone = await opened();
  // A stolen session can open links until a phone of its thief has the number.
  const thief = await opened();
  const same = { statement: Buffer.from(phone.number) };
  await db
    .update(challenges)
    .set(same)
    .where(eq(challenges.challenge, tokenHash(thief.secret)));
  expect(await codeOf(await confirm(phone))).toBe("wrong_number");
  expect(await codeOf(await thief.options())).toBe("conflict");
});

test("the page that shows a link sees the device that opened it, and that a later link ended it", async () => {
  const seen = async (link: string, by = person) =>
    (await by.post("/api/passkeys/phone-links/opened", { link })).json();
  const issued = await issue();
  const { link } = issued;
  expect(await seen(link)).toEqual({ isLive: true, device: null });
  await OpenedPhone.open(issued);
  expect(await seen(link)).toEqual({ isLive: true, device: "Unknown browser" });
  const other = await workspace.person(`Other ${names}`, ["approver"], admin);
  expect(await seen(link, other)).toEqual({ isLive: false, device: null });
  await issue();
  expect(await seen(link)).toEqual({ isLive: false, device: null });
});

test("another person's number, or another session of the same person, confirms no phone", async () => {
  const phone = await opened();
  const other = await workspace.person(`Other ${names}`, ["approver"], admin);
  expect(await codeOf(await confirm(phone, other))).toBe("wrong_number");
  await person.signIn();
  expect(await codeOf(await confirm(phone))).toBe("wrong_number");
});

test("a new link of the session ends its earlier one", async () => {
  const { token } = await issue();
  await issue();
  expect(await codeOf(await open(token))).toBe("link_invalid");
});

test("of twenty links of a session issued at the same moment, one is left", async () => {
  await Promise.all(Array.from({ length: 20 }, () => issue()));
  const { personId } = person.viewer;
  expect(await db.$count(challenges, eq(challenges.personId, personId))).toBe(1);
});

test("each step has two minutes", async () => {
  const late = () => {
    time.now = addSeconds(time.now, phoneStepSeconds);
  };
  const unopened = await issue();
  late();
  expect(await codeOf(await open(unopened.token))).toBe("link_invalid");
  const unconfirmed = await opened();
  late();
  expect(await codeOf(await confirm(unconfirmed))).toBe("wrong_number");
  const { phone, body } = await readyToAdd();
  late();
  expect(await codeOf(await phone.options())).toBe("link_invalid");
  expect(await codeOf(await addOnPhone(body))).toBe("link_invalid");
});

const by = () => ({ actor: admin.viewer, personId: person.viewer.personId, now: time.now });
const endings: [string, () => Promise<void>][] = [
  ["the session on the laptop ends", () => endSession(db, { ...person.viewer, now: time.now })],
  ["the person is suspended", () => suspendPerson(db, by())],
  ["the person is deactivated", () => deactivatePerson(db, by())],
];

test.each(endings)("the link can't be opened once %s", async (_, end) => {
  const { token } = await issue();
  await end();
  expect(await codeOf(await open(token))).toBe("link_invalid");
});

test.each(endings)("a confirmed phone adds no passkey once %s", async (_, end) => {
  const { phone, body } = await readyToAdd();
  await end();
  const before = await countPasskeys();
  expect(await codeOf(await phone.options())).toBe("link_invalid");
  expect(await codeOf(await addOnPhone(body))).toBe("link_invalid");
  expect(await countPasskeys()).toBe(before);
});

test("a phone that answers while the person's access ends waits for it, and adds no passkey", async () => {
  const { body } = await readyToAdd();
  const { personId } = person.viewer;
  const adding = await db.transaction(async (tx) => {
    await lockPerson(tx, personId);
    const waiting = addOnPhone(body);
    await expectWaiting(db, 1);
    // As in every verb that ends access: the person is locked first, so that the row is free. No deadlock.
    const mine = eq(challenges.personId, personId);
    expect(await tx.select().from(challenges).where(mine).for("update", { skipLocked: true })).toHaveLength(
      1,
    );
    await tx.delete(challenges).where(mine);
    return { waiting };
  });
  expect(await codeOf(await adding.waiting)).toBe("link_invalid");
  expect(await countPasskeys()).toBe(1);
});

test("the phone's prompt ends with its link, so that no passkey is created that can't be added", async () => {
  const phone = await opened();
  await confirm(phone);
  time.now = addSeconds(time.now, 50);
  expect(await (await phone.options()).json()).toMatchObject({
    options: { timeout: (phoneStepSeconds - 50) * 1000 },
  });
});

test("a new link counts once against the limit of calls", async () => {
  await person.post("/api/passkeys/phone-links", {});
  const [counted] = await db
    .select()
    .from(rateLimits)
    .where(like(rateLimits.bucket, "confirm:%"))
    .orderBy(desc(rateLimits.windowStart))
    .limit(1);
  expect(counted?.count).toBe(1);
});

test("no passkey is added with one that was removed in the meantime", async () => {
  const { body } = await readyToAdd();
  await db.delete(passkeys).where(eq(passkeys.personId, person.viewer.personId));
  expect(await codeOf(await addOnPhone(body))).toBe("passkey_refused");
  expect(await countPasskeys()).toBe(0);
});

test("of twenty simultaneous answers of one phone, one adds a passkey", async () => {
  const phone = await opened();
  await confirm(phone);
  const bodies = await Promise.all(Array.from({ length: 20 }, () => phone.create()));
  const codes = await Promise.all((await Promise.all(bodies.map(addOnPhone))).map(codeOf));
  expect(codes.filter((code) => code === "ok")).toHaveLength(1);
  expect(await countPasskeys()).toBe(2);
});

test("one phone's challenge serves no other link, and secrets are stored as hashes", async () => {
  const [{ body }, phone] = [await readyToAdd(), await opened()];
  const stolen = { ...body, secret: phone.secret, config: site, now: time.now };
  await expect(addPasskeyOnPhone(db, stolen as never)).rejects.toMatchObject({ code: "challenge_expired" });
  const stored = await db.select().from(challenges).where(eq(challenges.purpose, "phone"));
  expect(stored.map(({ challenge }) => challenge)).toContain(tokenHash(phone.secret));
  expect(JSON.stringify(stored)).not.toContain(phone.secret);
});

test("the link's QR code is for a session, and calls come from our pages alone", async () => {
  const shown = await person.post("/api/passkeys/phone-links", {});
  expect([shown.status, Object.keys(await shown.json())]).toEqual([201, ["link", "code"]]);
  expect(await codeOf(await browse("/api/passkeys/phone-links", {}))).toBe("unauthenticated");
});
