import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { ScimClient } from "#app/api/scim/testing/scim-client";
import { browse } from "#app/api/testing/signed-in-person";
import { accounts, sessions } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { expectWaiting } from "#db/testing/expect-waiting";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { unlinkAccount } from "#lib/provisioning/sso/account-links";
import { ConnectedWorkspace } from "./testing/connected-workspace.ts";

const connected = await ConnectedWorkspace.open();
const { workspace, admin, connectionId, db } = connected;
const noAccess = "/signin/refused?reason=no_access";

test("an invited person signs in by verified email, becomes active, and has the same session as after a passkey", async () => {
  const { personId } = await connected.invite("ivy");
  const { end, browser } = await connected.arrive(connected.account("ivy"));
  expect(end).toBe("/settings");
  expect(browser.cookie).toMatch(/^countersign=[\w-]{43}$/);
  expect(await connected.viewerOf(browser)).toMatchObject({
    ...{ personId, roles: ["approver"] },
  });
  const [session] = await db.select().from(sessions).where(eq(sessions.userId, personId));
  expect(session).toMatchObject({ ssoConnectionId: connectionId, ssoSid: expect.any(String) });
  // From now on the linked account counts, not the address.
  connected.account("ivy", { email: "another@elsewhere.example", email_verified: false });
  expect((await connected.arrive("ivy")).end).toBe("/settings");
});

test.each([
  ["an address that the provider has not verified", { email_verified: false }, "address_unverified"],
  ["the text true in place of the boolean", { email_verified: "true" }, "address_unverified"],
  ["no word on whether the address is verified", { email_verified: undefined }, "address_unverified"],
  ["no address", { email: undefined }, "address_missing"],
  ["a domain that the connection does not list", { email: "uma@other.example" }, "domain_unlisted"],
  ["a domain that ends like a listed one", { email: "uma@notexample.com" }, "domain_unlisted"],
  ["an address without a person", { email: "uma.nobody@example.com" }, "no_access"],
])("%s signs no one in", async (_, claims, reason) => {
  const uma = eq(people.email, "uma@example.com");
  if ((await db.$count(people, uma)) === 0) await connected.invite("uma");
  const sub = `uma-${Math.random()}`;
  const { end, browser } = await connected.arrive(
    connected.account(sub, { email: "uma@example.com", ...claims }),
  );
  expect(end).toBe(`/signin/refused?reason=${reason}`);
  expect(browser.cookie).toBe("");
  expect(await db.select({ status: people.status }).from(people).where(uma)).toEqual([{ status: "invited" }]);
});

test.each([
  ["KELVIN SIGN", "\u212Aevin@example.com"],
  ["LONG S", "kevin@example.com".replace("example", "e\u017Fample")],
  ["KELVIN SIGN, in upper case", "\u212AEVIN@EXAMPLE.COM"],
])("a verified email with %s does not link the person whose email it folds to", async (_, email) => {
  const kevin = eq(people.email, "kevin@example.com");
  if ((await db.$count(people, kevin)) === 0) await connected.invite("kevin");
  const { end, browser } = await connected.arrive(
    connected.account(`kevin-${Math.random()}`, { email, email_verified: true }),
  );
  expect(end).toMatch(/^\/signin\/refused\?reason=/);
  expect(browser.cookie).toBe("");
  expect(await db.select({ status: people.status }).from(people).where(kevin)).toEqual([
    { status: "invited" },
  ]);
});

test("a suspended person and an unknown person get the same answer", async () => {
  const sam = await workspace.person("Sam", ["approver"], admin);
  await connected.arrive(connected.account("sam"));
  await suspendPerson(db, { actor: admin.viewer, personId: sam.viewer.personId, now: workspace.time.now });
  const { end, browser } = await connected.arrive("sam");
  expect(end).toBe(noAccess);
  expect(browser.cookie).toBe("");
  expect((await connected.arrive(connected.account("stranger"))).end).toBe(noAccess);
});

test("another account with a linked person's email signs in only after an admin has unlinked the first account", async () => {
  const { viewer } = await workspace.person("Liv", ["approver"], admin);
  await connected.arrive(connected.account("liv"));
  const again = connected.account("liv-again", { email: "LIV@example.com" });
  expect((await connected.arrive(again)).end).toBe(noAccess);
  const { personId } = viewer;
  await unlinkAccount(db, { actor: admin.viewer, connectionId, personId, now: workspace.time.now });
  expect((await connected.arrive(again)).end).toBe("/queue");
  expect((await connected.arrive("liv")).end).toBe(noAccess);
});

test("of an unlinking and a sign-in through that account at the same moment, no session is left", async () => {
  const { viewer } = await workspace.person("Rae", ["approver"], admin);
  await connected.arrive(connected.account("rae"));
  const { personId } = viewer;
  const { now } = workspace.time;
  // Every sign-in deletes expired sessions: a transaction that locks this row stops a sign-in
  // midway.
  const expiredSession = { sessionToken: "over", userId: personId, expires: new Date(now.getTime() - 1000) };
  await db.insert(sessions).values(expiredSession);
  const both = await db.transaction(async (tx) => {
    await tx.select().from(sessions).where(eq(sessions.sessionToken, "over")).for("update");
    const arrival = connected.arrive("rae");
    await expectWaiting(db, 1);
    const unlinking = unlinkAccount(db, { actor: admin.viewer, connectionId, personId, now });
    // The unlinking may also have finished, because it found no session to end.
    await Promise.race([expectWaiting(db, 2), unlinking]);
    return { arrival, unlinking };
  });
  expect((await both.arrival).end).toBe("/queue");
  await both.unlinking;
  const left = and(eq(sessions.userId, personId), eq(sessions.ssoConnectionId, connectionId));
  expect(await db.$count(sessions, left)).toBe(0);
  expect((await db.select().from(accounts).where(eq(accounts.userId, personId))).length).toBe(0);
});

test("a directory that gives an admin the address of another person's account does not link that account to the admin", async () => {
  const directory = await ScimClient.open(workspace, admin);
  const augusta = await workspace.person("Augusta", ["admin"], admin);
  const path = `/Users/${augusta.viewer.personId}`;
  const taken = "mallory@example.com";
  const emails = [{ value: taken, primary: true }];
  for (const operation of [
    { op: "replace", path: 'emails[type eq "work"].value', value: taken },
    { op: "replace", value: { emails, title: "Countess" } },
    { op: "remove", path: "emails" },
  ])
    expect((await directory.patch(path, operation)).status).toBe(200);
  const put = await directory.call("PUT", path, { userName: taken, emails, title: "Countess" });
  expect(put).toMatchObject({
    status: 200,
    body: { emails: [{ value: "augusta@example.com" }], title: "Countess" },
  });
  const { end, browser } = await connected.arrive(connected.account("mallory"));
  expect(end).toBe(noAccess);
  expect(await connected.viewerOf(browser)).toBeUndefined();
});

test("of eight first arrivals at the same moment one links the person", async () => {
  const { personId } = await connected.invite("tim");
  const account = connected.account("tim");
  const ends = await Promise.all(Array.from({ length: 8 }, () => connected.arrive(account)));
  expect(ends.some(({ end }) => end === "/settings")).toBe(true);
  const [{ count } = { count: 0 }] = await db.$client`
    select count(*)::int as count from accounts where user_id = ${personId}`;
  expect(count).toBe(1);
});

test("a session begun through a provider creates no passkey: the first passkey takes an admin's link", async () => {
  const { personId, token } = await connected.invite("fay");
  const { browser } = await connected.arrive(connected.account("fay"));
  const authenticator = new SoftAuthenticator({ origin: browser.origin, rpId: "localhost" });
  const act = await browse("/api/passkeys/confirmations", { act: "passkey/add" }, browser.cookie);
  const { options: confirmation } = (await act.json()) as { options: { challenge: string } };
  authenticator.create({ ...confirmation, user: { id: Buffer.from(personId).toString("base64url") } });
  const refused = await browse(
    "/api/passkeys/options",
    { confirmation: authenticator.get(confirmation) },
    browser.cookie,
  );
  expect(refused.status).toBe(403);
  // The invitation that was open from the start.
  const asked = await browse("/api/enrollments/options", { token }, browser.cookie);
  const { options } = (await asked.json()) as { options: Parameters<SoftAuthenticator["create"]>[0] };
  const own = new SoftAuthenticator({ origin: browser.origin, rpId: "localhost" });
  const made = await browse("/api/enrollments", { token, credential: own.create(options) }, browser.cookie);
  expect(made.status).toBe(201);
  expect((await connected.arrive("fay")).end).toBe("/queue");
});
