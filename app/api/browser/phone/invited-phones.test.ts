import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { addOnPhone, codeOf, OpenedPhone } from "#app/api/testing/opened-phone";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { browse, site } from "#app/api/testing/signed-in-person";
import { people } from "#db/schema/directory";
import { challenges, passkeys } from "#db/schema/passkeys";
import { addSeconds } from "#lib/kernel/clock";
import { invitePerson, reissueInvitation } from "#lib/membership/invite-person";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import type { EnrollmentLink } from "#lib/passkeys/enrollment/issue-enrollment";
import { revokeEnrollment } from "#lib/passkeys/enrollment/revoke-enrollment";
import { issuePhoneLink, phoneStepSeconds } from "#lib/passkeys/phone/phone-link";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";

const { workspace, admin } = await RunningWorkspace.open();
const { db, time } = workspace;
const actor = admin.viewer;
let invited: EnrollmentLink & { personId: string };
let names = 0;
beforeEach(async () => {
  // Past the limits of calls in a minute.
  time.now = addSeconds(time.now, 60);
  invited = await invite();
});

function invite() {
  names += 1;
  const person = { name: `Ivo ${names}`, email: `ivo${names}@example.com`, roles: ["approver" as const] };
  return invitePerson(db, { actor, ...person, now: time.now });
}

/** The token is in the QR code alone, so the test takes it from the verb. */
function issue({ personId, enrollmentId } = invited) {
  return issuePhoneLink(db, { personId, authority: enrollmentId, now: time.now });
}

const opened = async (of = invited) => OpenedPhone.open(await issue(of));
const open = (token: string) => browse("/api/phone-links/open", { token });

function confirm(phone: OpenedPhone, { invitation = invited.token, number = phone.number } = {}) {
  return browse("/api/passkeys/phone-links/enrollments", { ...phone.shown(number), invitation });
}

async function readyToAdd() {
  const phone = await opened();
  expect((await confirm(phone)).status).toBe(204);
  return { phone, body: await phone.create() };
}

const countPasskeys = (of = invited) => db.$count(passkeys, eq(passkeys.personId, of.personId));

/** A passkey for the invitation on the laptop itself, ready to be sent. */
async function createdHere() {
  const { token } = invited;
  const asked = await browse("/api/enrollments/options", { token });
  const { options } = (await asked.json()) as { options: Parameters<SoftAuthenticator["create"]>[0] };
  return { token, credential: new SoftAuthenticator(site).create(options) };
}

const enroll = (body: object) => browse("/api/enrollments", body);

test("an invited person enrolls on the phone whose number they typed, which uses the invitation and gets no session", async () => {
  const { phone, body } = await readyToAdd();
  const { options } = (await (await phone.options()).json()) as { options: { user: object } };
  expect(options.user).toMatchObject({ name: `ivo${names}@example.com`, displayName: `Ivo ${names}` });
  const added = await addOnPhone(body);
  expect([added.status, await added.json()]).toEqual([201, { next: "/signin?next=/settings/notifications" }]);
  expect(added.headers.get("set-cookie")).toBeNull();
  const rows = await db.select().from(passkeys).where(eq(passkeys.personId, invited.personId));
  expect(rows).toMatchObject([
    { enrolledVia: "invitation", enrollmentId: invited.enrollmentId, vouchedBy: [actor.personId] },
  ]);
  const [person] = await db.select().from(people).where(eq(people.id, invited.personId));
  expect(person?.status).toBe("active");
  expect(await codeOf(await addOnPhone(body))).toBe("challenge_expired");
  expect(await codeOf(await phone.options())).toBe("link_invalid");
  expect(await codeOf(await browse("/api/enrollments/options", { token: invited.token }))).toBe(
    "link_invalid",
  );
  expect(await codeOf(await browse("/api/passkeys/phone-links", { invitation: invited.token }))).toBe(
    "link_invalid",
  );
});

test("the page with the code sees that the invitation was used, and not that a link ended unused", async () => {
  const seen = ({ link }: OpenedPhone) =>
    browse("/api/passkeys/phone-links/opened", { link, invitation: invited.token });
  const late = (await readyToAdd()).phone;
  time.now = addSeconds(time.now, phoneStepSeconds);
  expect(await (await seen(late)).json()).toEqual({ isLive: false, device: null });
  const { phone, body } = await readyToAdd();
  expect(await (await seen(phone)).json()).toMatchObject({ isLive: true });
  await addOnPhone(body);
  expect(await codeOf(await seen(phone))).toBe("link_invalid");
});

test("a recovery link's phone adds a passkey for its person", async () => {
  const { viewer } = await workspace.person(`Rika ${names}`, ["approver"], admin);
  const { personId } = viewer;
  const recovery = await issueRecovery(db, { actor, personId, oldPasskeys: "keep", now: time.now });
  const phone = await opened({ personId, ...recovery });
  expect((await confirm(phone, { invitation: recovery.token })).status).toBe(204);
  expect(await codeOf(await addOnPhone(await phone.create()))).toBe("ok");
  const rows = await db.select().from(passkeys).where(eq(passkeys.personId, personId));
  expect(rows.map(({ enrolledVia }) => enrolledVia).sort()).toEqual(["invitation", "recovery"]);
});

test("a photographer who opens the code first gets a number alone, and enrolls nothing", async () => {
  const issued = await issue();
  const thief = await OpenedPhone.open(issued);
  expect(await codeOf(await open(issued.token))).toBe("link_invalid");
  expect(await codeOf(await thief.options())).toBe("conflict");
  expect(await codeOf(await open(thief.secret))).toBe("link_invalid");
  // The person finds no number on their own phone and shows a new code, which ends this one.
  await issue();
  expect(await codeOf(await confirm(thief))).toBe("wrong_number");
  expect(await codeOf(await thief.options())).toBe("link_invalid");
});

test("an open phone learns nothing but its number", async () => {
  const { token } = await issue();
  const answer = (await (await open(token)).json()) as object;
  expect(Object.keys(answer)).toEqual(["secret", "number"]);
});

test("a wrong number ends the code, so that a guess has one try", async () => {
  const phone = await opened();
  const number = phone.number === "1000" ? "1001" : "1000";
  expect(await codeOf(await confirm(phone, { number }))).toBe("wrong_number");
  expect(await codeOf(await confirm(phone))).toBe("wrong_number");
  expect(await codeOf(await phone.options())).toBe("link_invalid");
});

test("another browser with the invitation, or another invitation, confirms no phone", async () => {
  const phone = await opened();
  const other = await invite();
  // The other browser knows the invitation, and what the QR code contains, but not this page's link.
  const elsewhere = { invitation: invited.token, number: phone.number, link: phone.secret };
  expect(await codeOf(await browse("/api/passkeys/phone-links/enrollments", elsewhere))).toBe("wrong_number");
  expect(await codeOf(await confirm(phone, { invitation: other.token }))).toBe("wrong_number");
  expect(await codeOf(await phone.options())).toBe("conflict");
});

test("the token of a session is no invitation: a session alone confirms no phone", async () => {
  const { personId, sessionHash } = actor;
  const issued = await issuePhoneLink(db, { personId, authority: sessionHash, now: time.now });
  const phone = await OpenedPhone.open(issued);
  const session = admin.cookie.slice(admin.cookie.indexOf("=") + 1);
  expect(await codeOf(await confirm(phone, { invitation: session }))).toBe("link_invalid");
  const bare = await admin.post("/api/passkeys/phone-links/enrollments", phone.shown());
  expect(await codeOf(bare)).toBe("invalid_body");
  expect(await codeOf(await phone.options())).toBe("conflict");
});

test("the page sees which device opened its code, and no longer once the invitation ends", async () => {
  const issued = await issue();
  const seen = async () =>
    (
      await browse("/api/passkeys/phone-links/opened", { link: issued.link, invitation: invited.token })
    ).json();
  expect(await seen()).toEqual({ isLive: true, device: null });
  await OpenedPhone.open(issued);
  expect(await seen()).toEqual({ isLive: true, device: "Unknown browser" });
  await revokeEnrollment(db, { actor, enrollmentId: invited.enrollmentId, now: time.now });
  expect(await seen()).toMatchObject({ code: "link_invalid" });
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

const by = () => ({ actor, personId: invited.personId, now: time.now });
const endings: [string, () => Promise<unknown>][] = [
  ["is revoked", () => revokeEnrollment(db, { actor, ...invited, now: time.now })],
  ["is replaced by a new one", () => reissueInvitation(db, by())],
  ["is used on the laptop", async () => enroll(await createdHere())],
  ["loses its person", () => deactivatePerson(db, by())],
];

describe.each(endings)("once the invitation %s", (_, end) => {
  test("its code can't be opened", async () => {
    const { token } = await issue();
    await end();
    expect(await codeOf(await open(token))).toBe("link_invalid");
  });

  test("a phone can't be confirmed", async () => {
    const phone = await opened();
    await end();
    expect(await codeOf(await confirm(phone))).toBe("link_invalid");
  });

  test("a confirmed phone enrolls nothing", async () => {
    const { phone, body } = await readyToAdd();
    await end();
    const before = await countPasskeys();
    expect(await codeOf(await phone.options())).toBe("link_invalid");
    expect(await codeOf(await addOnPhone(body))).toBe("link_invalid");
    expect(await countPasskeys()).toBe(before);
  });
});

test("an invitation that expires after a phone was confirmed enrolls nothing", async () => {
  time.now = addSeconds(invited.expiresAt, -10);
  const { body } = await readyToAdd();
  time.now = invited.expiresAt;
  expect(await codeOf(await addOnPhone(body))).toBe("link_invalid");
  expect(await countPasskeys()).toBe(0);
});

test("of twenty phones that open the same code, one gets a number", async () => {
  const { token } = await issue();
  const openings = await Promise.all(Array.from({ length: 20 }, () => open(token)));
  const codes = (await Promise.all(openings.map(codeOf))).sort();
  expect(codes).toEqual([...Array(19).fill("link_invalid"), "ok"]);
});

test("of twenty answers of a phone, and ten of the laptop at the same moment, one enrolls", async () => {
  const phone = await opened();
  await confirm(phone);
  const onPhone = await Promise.all(Array.from({ length: 20 }, () => phone.create()));
  const onLaptop = await Promise.all(Array.from({ length: 10 }, createdHere));
  const answers = await Promise.all([...onPhone.map(addOnPhone), ...onLaptop.map(enroll)]);
  const codes = (await Promise.all(answers.map(codeOf))).sort();
  expect(codes).toEqual([...Array(29).fill("link_invalid"), "ok"]);
  expect(await countPasskeys()).toBe(1);
});

test("an invitation has one code: a new one ends the earlier one, and tokens are stored as hashes", async () => {
  const first = await issue();
  const second = await issue();
  expect(await codeOf(await open(first.token))).toBe("link_invalid");
  const stored = JSON.stringify(
    await db.select().from(challenges).where(eq(challenges.personId, invited.personId)),
  );
  for (const secret of [...Object.values(second), invited.token]) expect(stored).not.toContain(secret);
});

test("a code is shown to the holder of an open invitation alone, from our own page", async () => {
  const shown = await browse("/api/passkeys/phone-links", { invitation: invited.token });
  expect([shown.status, Object.keys((await shown.json()) as object)]).toEqual([201, ["link", "code"]]);
  expect(await codeOf(await browse("/api/passkeys/phone-links", { invitation: "guessed" }))).toBe(
    "link_invalid",
  );
});
