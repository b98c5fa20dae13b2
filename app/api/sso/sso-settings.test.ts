import { expect, test } from "vitest";
import { browse } from "#app/api/testing/signed-in-person";
import { searchAudit } from "#lib/audit/search";
import { enroll, enrollmentOptions } from "#lib/membership/enrollment/enroll";
import { listNotices } from "#lib/notices/list-notices";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { findTest } from "#lib/provisioning/sso/connections/connection-test";
import { setSsoRequirement } from "#lib/provisioning/sso/connections/switch-connection";
import { ConnectedWorkspace } from "./testing/connected-workspace.ts";
import { SsoBrowser } from "./testing/sso-browser.ts";

const connected = await ConnectedWorkspace.open();
const { workspace, admin, connectionId, db } = connected;
const site = { origin: workspace.runtime.config.origin, rpId: "localhost" };

async function require(required: boolean) {
  await setSsoRequirement(db, { actor: admin.viewer, required, now: workspace.time.now });
}

/** Counts every row that a connection test must not change. */
async function counted() {
  const [row] = await db.$client`
    select (select count(*) from sessions) as sessions, (select count(*) from accounts) as accounts,
      (select string_agg(p::text, '' order by id) from people p) as people,
      (select count(*) from audit_events where type <> 'sso_connection.tested') as events`;
  return row;
}

async function tested(account: string, browser = new SsoBrowser(workspace)) {
  browser.carry(admin.cookie);
  const answer = await browser.startSignIn(`/api/sso/tests/${connectionId}`);
  const { url } = (await answer.json()) as { url: string };
  const end = (await browser.open(await browser.logIn(url, account))).headers.get("location") ?? "";
  const attemptId = end.split("/").at(-1) ?? "";
  return { end, found: await findTest(db, { viewer: admin.viewer, connectionId, attemptId }) };
}

test("a connection test shows the claims and the outcome, also while the connection is off, and changes nothing", async () => {
  const { personId } = await connected.invite("ivy");
  await connected.turn(false);
  const before = await counted();
  const { end, found } = await tested(connected.account("ivy"));
  expect(end).toMatch(new RegExp(`^/settings/sso/${connectionId}/tests/ssa_`));
  expect(found).toMatchObject({ fate: "link", person: { id: personId }, roles: ["approver"] });
  expect(found?.claims).toMatchObject({ sub: "ivy", email: "ivy@example.com", email_verified: true });
  const refused = await tested(connected.account("someone", { email_verified: "true" }));
  expect(refused.found).toMatchObject({ fate: "refused", reason: "email_unverified" });
  expect(await counted()).toEqual(before);
  await connected.turn(true);
});

test("only the admin who began a connection test can finish and read it", async () => {
  const otherPerson = await workspace.person("Other", ["admin"], admin);
  const auditor = await workspace.person("Audrey", ["auditor"], admin);
  expect((await browse(`/api/sso/tests/${connectionId}`, {}, auditor.cookie)).status).toBe(404);
  expect((await browse(`/api/sso/tests/${connectionId}`, {})).status).toBe(401);
  const { end } = await tested("ivy");
  const attemptId = end.split("/").at(-1) ?? "";
  expect(await findTest(db, { viewer: otherPerson.viewer, connectionId, attemptId })).toBeUndefined();
  const browser = new SsoBrowser(workspace);
  browser.carry(admin.cookie);
  const { url } = (await (await browser.startSignIn(`/api/sso/tests/${connectionId}`)).json()) as {
    url: string;
  };
  const back = await browser.logIn(url, "ivy");
  browser.carry(otherPerson.cookie);
  expect((await browser.open(back)).headers.get("location")).toBe("/signin/refused?reason=over");
});

test("a connection test explains a provider's refusal in plain words", async () => {
  const browser = new SsoBrowser(workspace);
  browser.carry(admin.cookie);
  const { url } = (await (await browser.startSignIn(`/api/sso/tests/${connectionId}`)).json()) as {
    url: string;
  };
  const state = new URL(url).searchParams.get("state") ?? "";
  const denied = `/api/sso/callback/${connectionId}?error=access_denied&state=${encodeURIComponent(state)}`;
  const end = (await browser.open(denied)).headers.get("location") ?? "";
  const attemptId = end.split("/").at(-1) ?? "";
  const found = await findTest(db, { viewer: admin.viewer, connectionId, attemptId });
  expect(found).toMatchObject({ fate: "failed", reason: expect.stringContaining("access_denied") });
});

test("while single sign-on is required, a passkey alone does not sign in a person covered by a connection", async () => {
  const pat = await workspace.person("Pat", ["approver"], admin);
  await require(true);
  await expect(pat.signIn()).rejects.toThrow("sso_required");
  await connected.arrive(connected.account("pat"));
  // Without any enabled connection, passkey sign-in is allowed again.
  await connected.turn(false);
  await pat.signIn();
  await connected.turn(true);
  await require(false);
});

test("an admin can sign in with a passkey while single sign-on is required, which is recorded and announced to the other admins", async () => {
  const second = await workspace.person("Second", ["admin"], admin);
  await require(true);
  await admin.signIn();
  const { entries } = await searchAudit(db, { type: "sso.break_glass" }, { limit: 5 });
  expect(entries).toHaveLength(1);
  const noticesOf = async (personId: string) =>
    (await listNotices(db, { personId, now: workspace.time.now })).notices.map(({ kind }) => kind);
  expect(await noticesOf(second.viewer.personId)).toEqual(["sso_bypassed"]);
  expect(await noticesOf(admin.viewer.personId)).toEqual([]);
  await require(false);
});

test("while single sign-on is required, a link creates a passkey but no session", async () => {
  const { token } = await connected.invite("lea");
  await require(true);
  const { now } = workspace.time;
  const { options } = await enrollmentOptions(db, { token, config: site, now });
  const credential = new SoftAuthenticator(site).create(options);
  expect((await enroll(db, { token, credential, config: site, now })).session).toBeUndefined();
  expect((await connected.arrive(connected.account("lea"))).end).toBe("/queue");
  await require(false);
});
