import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { browse, type SignedInPerson, site } from "#app/api/testing/signed-in-person";
import { challenges, passkeys } from "#db/schema/passkeys";
import { addSeconds } from "#lib/kernel/clock";
import { tokenHash } from "#lib/kernel/digest";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { addPasskeyOnPhone } from "#lib/passkeys/phone/add-on-phone";
import { issuePhoneLink, phoneStepSeconds } from "#lib/passkeys/phone/phone-link";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { endSession } from "#lib/sessions/session";

type CreationOptions = Parameters<SoftAuthenticator["create"]>[0];

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

async function codeOf(response: Response): Promise<string> {
  return response.ok ? "ok" : ((await response.json()) as { code: string }).code;
}

/** The token is in the QR code alone, so the test takes it from the verb. */
async function issue(): Promise<string> {
  return (await issuePhoneLink(db, { ...person.viewer, now: time.now })).token;
}

interface Phone {
  secret: string;
  number: string;
  name: string;
}

async function opened(token: string): Promise<Phone> {
  const response = await browse("/api/phone-links/open", { token });
  expect(response.status).toBe(200);
  return response.json() as Promise<Phone>;
}

async function confirm(number: string, by = person): Promise<Response> {
  const confirmation = await by.confirm(`passkey/add-on-phone/${number}`);
  return by.post("/api/passkeys/phone-links/confirmations", { number, confirmation });
}

function optionsOf({ secret }: Pick<Phone, "secret">): Promise<Response> {
  return browse("/api/phone-links/options", { secret });
}

async function created(phone: Phone): Promise<{ secret: string; credential: object }> {
  const { options } = (await (await optionsOf(phone)).json()) as { options: CreationOptions };
  return { secret: phone.secret, credential: new SoftAuthenticator(site).create(options) };
}

async function readyToAdd() {
  const phone = await opened(await issue());
  expect((await confirm(phone.number)).status).toBe(204);
  return created(phone);
}

const add = (body: object) => browse("/api/phone-links/passkeys", body);
const countPasskeys = () => db.$count(passkeys, eq(passkeys.personId, person.viewer.personId));

test("a phone adds one passkey, as one added with the passkey that confirmed the phone, and gets no session", async () => {
  const body = await readyToAdd();
  const added = await add(body);
  expect([added.status, await added.json()]).toEqual([201, { next: "/signin?next=/settings/notifications" }]);
  expect(added.headers.get("set-cookie")).toBeNull();
  const rows = await db.select().from(passkeys).where(eq(passkeys.personId, person.viewer.personId));
  expect(rows.map(({ enrolledVia }) => enrolledVia).sort()).toEqual(["invitation", "own"]);
  expect(await codeOf(await add(body))).toBe("challenge_expired");
  expect(await codeOf(await optionsOf(body))).toBe("link_invalid");
});

test("an unconfirmed phone creates no passkey, even with its own link", async () => {
  const phone = await opened(await issue());
  expect(await codeOf(await optionsOf(phone))).toBe("conflict");
  expect(await codeOf(await browse("/api/phone-links/open", { token: phone.secret }))).toBe("link_invalid");
});

test("a wrong number ends the link, so that a guess has one try", async () => {
  const phone = await opened(await issue());
  const wrong = phone.number === "1000" ? "1001" : "1000";
  expect(await codeOf(await confirm(wrong))).toBe("wrong_number");
  expect(await codeOf(await confirm(phone.number))).toBe("wrong_number");
  expect(await codeOf(await optionsOf(phone))).toBe("link_invalid");
});

test("of two phones with the same link, the first opens it, and no session alone confirms it", async () => {
  const token = await issue();
  const open = () => browse("/api/phone-links/open", { token });
  const codes = await Promise.all((await Promise.all(Array.from({ length: 20 }, open))).map(codeOf));
  expect(codes.filter((code) => code === "ok")).toHaveLength(1);
  expect(codes.filter((code) => code === "link_invalid")).toHaveLength(19);
  const bare = await person.post("/api/passkeys/phone-links/confirmations", { number: "1234" });
  expect(await codeOf(bare)).toBe("invalid_body");
});

test("a confirmation of another number, or for adding a passkey here, doesn't confirm a phone", async () => {
  const phone = await opened(await issue());
  for (const act of ["passkey/add", `passkey/add-on-phone/${Number(phone.number) - 1}`]) {
    const confirmation = await person.confirm(act);
    const body = { number: phone.number, confirmation };
    expect(await codeOf(await person.post("/api/passkeys/phone-links/confirmations", body))).toBe(
      "challenge_expired",
    );
  }
  expect(await codeOf(await optionsOf(phone))).toBe("conflict");
});

test("another person's number, or another session of the same person, confirms no phone", async () => {
  const phone = await opened(await issue());
  const other = await workspace.person(`Other ${names}`, ["approver"], admin);
  expect(await codeOf(await confirm(phone.number, other))).toBe("wrong_number");
  await person.signIn();
  expect(await codeOf(await confirm(phone.number))).toBe("wrong_number");
});

test("a new link of the session ends its earlier one", async () => {
  const token = await issue();
  await issue();
  expect(await codeOf(await browse("/api/phone-links/open", { token }))).toBe("link_invalid");
});

test("each step has two minutes", async () => {
  const late = () => {
    time.now = addSeconds(time.now, phoneStepSeconds);
  };
  const unopened = await issue();
  late();
  expect(await codeOf(await browse("/api/phone-links/open", { token: unopened }))).toBe("link_invalid");
  const phone = await opened(await issue());
  late();
  expect(await codeOf(await confirm(phone.number))).toBe("wrong_number");
  const body = await readyToAdd();
  late();
  expect(await codeOf(await optionsOf(body))).toBe("link_invalid");
  expect(await codeOf(await add(body))).toBe("link_invalid");
});

const by = () => ({ actor: admin.viewer, personId: person.viewer.personId, now: time.now });
const endings: [string, () => Promise<void>][] = [
  ["the session on the laptop ends", () => endSession(db, { ...person.viewer, now: time.now })],
  ["the person is suspended", () => suspendPerson(db, by())],
  ["the person is deactivated", () => deactivatePerson(db, by())],
];

test.each(endings)("the link can't be opened once %s", async (_, end) => {
  const token = await issue();
  await end();
  expect(await codeOf(await browse("/api/phone-links/open", { token }))).toBe("link_invalid");
});

test.each(endings)("a confirmed phone adds no passkey once %s", async (_, end) => {
  const body = await readyToAdd();
  await end();
  const before = await countPasskeys();
  expect(await codeOf(await optionsOf(body))).toBe("link_invalid");
  expect(await codeOf(await add(body))).toBe("link_invalid");
  expect(await countPasskeys()).toBe(before);
});

test("no passkey is added with one that was removed in the meantime", async () => {
  const body = await readyToAdd();
  await db.delete(passkeys).where(eq(passkeys.personId, person.viewer.personId));
  expect(await codeOf(await add(body))).toBe("passkey_refused");
  expect(await countPasskeys()).toBe(0);
});

test("of twenty simultaneous answers of one phone, one adds a passkey", async () => {
  const phone = await opened(await issue());
  await confirm(phone.number);
  const bodies = await Promise.all(Array.from({ length: 20 }, () => created(phone)));
  const codes = await Promise.all((await Promise.all(bodies.map(add))).map(codeOf));
  expect(codes.filter((code) => code === "ok")).toHaveLength(1);
  expect(await countPasskeys()).toBe(2);
});

test("one phone's challenge serves no other link, and secrets are stored as hashes", async () => {
  const [body, phone] = [await readyToAdd(), await opened(await issue())];
  const stolen = { ...body, secret: phone.secret, config: site, now: time.now };
  await expect(addPasskeyOnPhone(db, stolen as never)).rejects.toMatchObject({ code: "challenge_expired" });
  const stored = await db.select().from(challenges).where(eq(challenges.purpose, "phone"));
  expect(stored.map(({ challenge }) => challenge)).toContain(tokenHash(phone.secret));
  expect(JSON.stringify(stored)).not.toContain(phone.secret);
});

test("the link's QR code is for a session, and calls come from our pages alone", async () => {
  const shown = await person.post("/api/passkeys/phone-links", {});
  expect([shown.status, Object.keys(await shown.json())]).toEqual([201, ["code"]]);
  expect(await codeOf(await browse("/api/passkeys/phone-links", {}))).toBe("unauthenticated");
});
