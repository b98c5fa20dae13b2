import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { accounts } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { ssoConnections } from "#db/schema/sso";
import { createTestDatabase } from "#db/testing/database";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { findSubject } from "./find-subject.ts";

const now = new Date("2026-11-24T10:00:00Z");
const issuer = "https://idp.example/";
const { db } = await createTestDatabase();
const connection = { name: "IdP", clientId: "c", scopes: [], domains: [], secretSealed: new Uint8Array() };
const closed = { justInTime: false, justInTimeRoles: [], groupRoles: [], enabled: true, createdAt: now };
await db.insert(ssoConnections).values([
  // As an admin typed it: without the slash in the event source's issuer.
  { id: "sso_one", issuer: "https://IdP.example", ...connection, ...closed },
  { id: "sso_other", issuer: "https://other.example", ...connection, ...closed },
]);

let person: TestPerson;
let sub: string;
let externalId: string;
let email: { format: string; email: string };
let issSub: { format: string; iss: string; sub: string };
beforeEach(async () => {
  person = await addPerson(db, { roles: ["approver"], now });
  sub = `sub-${person.personId}`;
  externalId = `ext-${person.personId}`;
  email = { format: "email", email: person.email };
  issSub = { format: "iss_sub", iss: issuer, sub };
  await link(person, "sso_one", sub);
  await called(person, externalId);
});

const link = ({ personId }: TestPerson, provider: string, providerAccountId: string) =>
  db.insert(accounts).values({ userId: personId, type: "oidc", provider, providerAccountId });
const called = ({ personId }: TestPerson, name: string) =>
  db.update(people).set({ externalId: name }).where(eq(people.id, personId));
const findAll = (identifier: unknown) => db.transaction((tx) => findSubject(tx, { issuer, identifier }));
const find = async (identifier: unknown) => (await findAll(identifier)).subject?.id;

describe("a person is found", () => {
  test.each<[string, () => unknown]>([
    ["by address, in whatever case", () => ({ ...email, email: person.email.toUpperCase() })],
    ["by the account they sign in with", () => issSub],
    ["by that issuer without its slash at the end", () => ({ ...issSub, iss: "https://idp.example" })],
    ["by that issuer with its host in another case", () => ({ ...issSub, iss: "https://IDP.EXAMPLE/" })],
    ["by the external id that a directory gave", () => ({ ...issSub, sub: externalId })],
    ["by our id", () => ({ format: "opaque", id: person.personId })],
    ["by an account's URI", () => ({ format: "account", uri: `acct:${person.email}` })],
    [
      "by an account's URI with its scheme and host in capitals, and an encoded character",
      () => {
        const [user = "", host = ""] = person.email.split("@");
        return { format: "account", uri: `ACCT:${user.replace("_", "%5F")}@${host.toUpperCase()}` };
      },
    ],
    ["by aliases that all name them", () => ({ format: "aliases", identifiers: [email, issSub] })],
    [
      "by the one alias that says something here",
      () => ({
        format: "aliases",
        identifiers: [
          { format: "phone_number", phone_number: "+12065550100" },
          { format: "iss_sub", iss: "https://elsewhere.example", sub: "x" },
          { format: "email", email: "nobody@example.com" },
          email,
        ],
      }),
    ],
    ["as the user of a complex subject", () => ({ format: "complex", user: email, tenant: { id: "t" } })],
    ["as the user of a complex subject that says no format", () => ({ user: issSub, session: { id: "s" } })],
    ["as the user, by aliases", () => ({ user: { format: "aliases", identifiers: [email] } })],
    ["by the older member for the format", () => ({ subject_type: "email", email: person.email })],
    ["by the older iss-sub", () => ({ subject_type: "iss-sub", iss: issuer, sub })],
    ["by the older iss_sub", () => ({ subject_type: "iss_sub", iss: issuer, sub })],
    ["by the older account", () => ({ subject_type: "account", uri: `acct:${person.email}` })],
  ])("%s", async (_, identifier) => {
    expect(await find(identifier())).toBe(person.personId);
  });

  test("by their account, even if a directory gives another person the same name", async () => {
    await called(await addPerson(db, { roles: ["approver"], now }), sub);
    expect(await find(issSub)).toBe(person.personId);
  });
});

describe("while a directory's new email for a person is unconfirmed", () => {
  const given = `given-${Math.random()}@example.com`;
  const change = (to: string) =>
    db
      .update(people)
      .set({ email: to, emailBefore: person.email, emailGivenAt: now, emailGivenBy: "scim:sct_x" })
      .where(eq(people.id, person.personId));

  test("the person is found by the previous and the new email", async () => {
    await change(given);
    expect(await find({ ...email, email: person.email.toUpperCase() })).toBe(person.personId);
    expect(await find({ ...email, email: given })).toBe(person.personId);
    expect(await find({ format: "account", uri: `acct:${person.email}` })).toBe(person.personId);
  });

  test("an email that is one person's current and another person's previous email matches neither", async () => {
    await change(`other-${given}`);
    const { personId } = await addPerson(db, { roles: ["approver"], now });
    await db.update(people).set({ email: person.email }).where(eq(people.id, personId));
    expect(await find(email)).toBeUndefined();
  });

  test("the previous email no longer matches once an admin has confirmed the new email", async () => {
    await change(`third-${given}`);
    const confirmed = { emailBefore: null, emailGivenAt: null, emailGivenBy: null };
    await db.update(people).set(confirmed).where(eq(people.id, person.personId));
    expect(await find(email)).toBeUndefined();
  });
});

describe("no person is found", () => {
  test.each<[string, () => unknown]>([
    ["by another issuer's name for them", () => ({ ...issSub, iss: "https://other.example" })],
    ["by an issuer that only begins alike", () => ({ ...issSub, iss: "https://idp.example/tenant" })],
    ["by an issuer over plain http", () => ({ ...issSub, iss: "http://idp.example/" })],
    ["by a sub in another case", () => ({ ...issSub, sub: sub.toUpperCase() })],
    ["by no format", () => ({ email: person.email })],
    ["by a format in another case", () => ({ ...email, format: "Email" })],
    ["by the hyphen of the older member in a format", () => ({ ...issSub, format: "iss-sub" })],
    ["by a format and the older member, agreeing or not", () => ({ ...email, subject_type: "email" })],
    ["with a member that the format does not have", () => ({ ...email, sub })],
    ["by a list of addresses", () => ({ ...email, email: [person.email] })],
    ["by an address with a zero byte", () => ({ ...email, email: `${person.email}\0` })],
    ["by an address as an account without its scheme", () => ({ format: "account", uri: person.email })],
    [
      "by an account at another place, whose name is the address",
      () => ({ format: "account", uri: `acct:${person.email.replace("@", "%40")}@shop.example` }),
    ],
    ["by an account badly encoded", () => ({ format: "account", uri: "acct:a%zz@example.com" })],
    ["by an account with a zero byte", () => ({ format: "account", uri: "acct:a%00@example.com" })],
    ["by an account's mailto", () => ({ format: "account", uri: `mailto:${person.email}` })],
    ["by no aliases", () => ({ format: "aliases", identifiers: [] })],
    [
      "by aliases within aliases, also next to a name",
      () => ({ format: "aliases", identifiers: [{ format: "aliases", identifiers: [email] }, email] }),
    ],
    [
      "by aliases within aliases, in the older form",
      () => ({ format: "aliases", identifiers: [{ subject_type: "aliases", identifiers: [email] }, email] }),
    ],
    [
      "by more aliases than are looked up",
      () => ({ format: "aliases", identifiers: Array.from({ length: 21 }, () => email) }),
    ],
    ["by a format that names no people", () => ({ format: "uri", uri: `acct:${person.email}` })],
    [
      "by the user of what says that it is no complex subject",
      () => ({ ...email, email: "x@y", user: email }),
    ],
    [
      "by the user of what says in the older form that it is no complex subject",
      () => ({ subject_type: "phone", user: email }),
    ],
    ["by a complex subject within one", () => ({ format: "complex", user: { user: email } })],
    ["by a complex subject without a user", () => ({ format: "complex", session: email })],
    ["by text", () => person.email],
    ["by nothing", () => undefined],
  ])("%s", async (_, identifier) => {
    expect(await find(identifier())).toBeUndefined();
  });

  test("by an external id that two directories gave to two people, who are both candidates", async () => {
    const otherPerson = await addPerson(db, { roles: ["approver"], now });
    await called(otherPerson, externalId);
    const finding = await findAll({ ...issSub, sub: externalId });
    expect(finding.subject).toBeUndefined();
    expect(finding.candidates.sort()).toEqual([person.personId, otherPerson.personId].sort());
  });

  test("by aliases that name two people", async () => {
    const otherPerson = await addPerson(db, { roles: ["approver"], now });
    const identifiers = [email, { format: "email", email: otherPerson.email }];
    expect(await find({ format: "aliases", identifiers })).toBeUndefined();
  });

  test("by an account that belongs to a person at another issuer", async () => {
    const otherPerson = await addPerson(db, { roles: ["approver"], now });
    await link(otherPerson, "sso_other", "only-there");
    expect(await find({ ...issSub, sub: "only-there" })).toBeUndefined();
  });

  test("by the email of a person who has left", async () => {
    await db.update(people).set({ status: "left" }).where(eq(people.id, person.personId));
    expect(await find(email)).toBeUndefined();
  });
});
