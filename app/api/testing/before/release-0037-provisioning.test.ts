import { importJWK, SignJWT } from "jose";
import { afterAll, describe, expect, test } from "vitest";
import { api } from "#app/api/index";
import { ScimClient } from "#app/api/scim/testing/scim-client";
import { IdentityProvider } from "#app/api/sso/testing/identity-provider";
import { SsoBrowser } from "#app/api/sso/testing/sso-browser";
import { issueScimToken } from "#lib/provisioning/scim/tokens/issue-token";
import { eventSourceFields, registerEventSource } from "#lib/provisioning/signals/register-event-source";
import { findTest } from "#lib/provisioning/sso/connections/find-test";
import { findViewer } from "#lib/sessions/session";
import { before, open0037 } from "./release-0037.ts";

const provider = await IdentityProvider.start();
afterAll(() => provider.stop());
const { workspace, person, now, events, expectOldMembers } = await open0037(provider);
const { db, runtime } = workspace;
const { world } = before;
const ada = person("ada");
provider.register({ origin: runtime.config.origin, connectionId: world.sso.connectionId });
provider.accounts.set("sara", { sub: "sara", email: "sara@example.com", email_verified: true, name: "sara" });

describe("directory sync", () => {
  const directory = new ScimClient(world.scim.token, world.scim.tokenId);

  test("the SCIM token reads and changes the person that it provisioned", async () => {
    const path = `/Users/${world.scim.person}`;
    expect((await directory.get(path)).body).toMatchObject({ userName: "grace@example.com", active: true });
    const renamed = await directory.patch(path, { op: "replace", path: "name.givenName", value: "Gracie" });
    expect([renamed.status, renamed.body.name]).toMatchObject([200, { givenName: "Gracie" }]);
  });

  test("the SCIM token provisions a person and adds them to the group", async () => {
    const id = await directory.provision("ida@example.com");
    const path = `/Groups/${world.scim.group}`;
    const changed = await directory.patch(path, { op: "add", path: "members", value: [{ value: id }] });
    expect(changed.status).toBeLessThan(300);
    const members = (await directory.get(path)).body.members as { value: string }[];
    expect(members.map(({ value }) => value).sort()).toEqual([world.scim.person, id].sort());
  });
});

describe("single sign-on", () => {
  const { connectionId } = world.sso;

  test("the result of a connection test is still shown to the admin who tested", async () => {
    const viewer = ada.viewer;
    const found = await findTest(db, { viewer, connectionId, attemptId: world.sso.test });
    expect(found).toMatchObject({ fate: "known", claims: { sub: "sara" }, person: { id: world.sso.person } });
  });

  test("a person with a linked account signs in through the connection", async () => {
    const browser = new SsoBrowser(workspace);
    await browser.signIn(connectionId, "sara");
    const viewer = await findViewer(db, browser.cookie.slice(browser.cookie.indexOf("=") + 1), now());
    expect(viewer?.personId).toBe(world.sso.person);
  });

  test("an admin tests the connection", async () => {
    const browser = new SsoBrowser(workspace);
    browser.carry(ada.cookie);
    const answer = await browser.startSignIn(`/api/sso/tests/${connectionId}`);
    const { url } = (await answer.json()) as { url: string };
    const end = (await browser.open(await browser.logIn(url, "sara"))).headers.get("location") ?? "";
    const attemptId = end.split("/").at(-1) ?? "";
    const found = await findTest(db, { viewer: ada.viewer, connectionId, attemptId });
    expect(found?.fate).toBe("known");
  });
});

describe("security events", () => {
  const { source } = world;

  async function push(token: string): Promise<number> {
    const headers = { "content-type": "application/secevent+jwt" };
    return (await api.request("/ssf/events", { method: "POST", headers, body: token })).status;
  }

  async function received(): Promise<number> {
    return (await events()).filter(({ type }) => type === "signal.received").length;
  }

  test("a token received before the upgrade changes nothing when it is sent again", async () => {
    const count = await received();
    expect(await push(source.signal)).toBe(202);
    expect(await received()).toBe(count);
  });

  test("the source's signed event is accepted and applied", async () => {
    const count = await received();
    const sessionRevoked = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
    const subject = { format: "email", email: "sara@example.com" };
    const token = await new SignJWT({
      ...{ iss: source.issuer, aud: source.audience, jti: "after-1" },
      ...{ iat: Math.floor(now().getTime() / 1000), events: { [sessionRevoked]: { subject } } },
    })
      .setProtectedHeader({ alg: "ES256", kid: "before", typ: "secevent+jwt" })
      .sign(await importJWK(source.privateKey, "ES256"));
    expect(await push(token)).toBe(202);
    expect(await received()).toBe(count + 1);
    const [row] =
      await db.$client`select count(*)::int as n from sessions where user_id = ${world.sso.person}`;
    expect(row?.n).toBe(0);
  });
});

test("today's events have the members that the release stored", async () => {
  await issueScimToken(db, { actor: ada.viewer, name: "Today", expiresInDays: 30, now: now() });
  const issuer = "https://today.example";
  const source = { name: "Today", issuer, audience: issuer, keySource: "url", jwksUrl: `${issuer}/jwks` };
  const registration = { ...eventSourceFields.parse(source), actor: ada.viewer, now: now() };
  await registerEventSource(db, { ...registration, config: runtime.config });
  await expectOldMembers(
    ...["scim_token.issued", "transmitter.registered", "signal.received", "sso_connection.tested"],
    ...["session.started", "session.ended", "group.members_changed"],
  );
});
