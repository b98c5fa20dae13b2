import { eq } from "drizzle-orm";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeEach, expect, test } from "vitest";
import { api } from "#app/api/index";
import { sessions } from "#db/schema/auth";
import { ConnectedWorkspace } from "./testing/connected-workspace.ts";
import { clientId } from "./testing/identity-provider.ts";
import type { SsoBrowser } from "./testing/sso-browser.ts";

const connected = await ConnectedWorkspace.open();
const { workspace, provider, connectionId, db } = connected;
const address = `/api/sso/${connectionId}/backchannel-logout`;
const now = () => Math.floor(Date.now() / 1000);

await connected.invite("ivy");
connected.account("ivy");
let browser: SsoBrowser;

beforeEach(async () => {
  ({ browser } = await connected.arrive("ivy"));
});

function send(token: string): Promise<Response> {
  const body = new URLSearchParams({ logout_token: token }).toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": String(body.length),
  };
  return Promise.resolve(api.request(address, { method: "POST", body, headers }));
}

test("the provider ends exactly the person's sessions begun through it", async () => {
  const pat = await workspace.person("Pat", ["auditor"], connected.admin);
  const { browser: second } = await connected.arrive("ivy");
  const response = await send(await provider.logoutToken({ sub: "ivy" }));
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await connected.viewerOf(browser)).toBeUndefined();
  expect(await connected.viewerOf(second)).toBeUndefined();
  expect((await pat.post("/api/passkeys/confirmations", { act: "passkey/add" })).status).toBe(200);
});

test("the provider ends exactly the session it names", async () => {
  const { browser: otherTraveller } = await connected.arrive("ivy");
  const [named] = await db
    .select({ sid: sessions.ssoSid })
    .from(sessions)
    .where(eq(sessions.sessionToken, (await connected.viewerOf(browser))?.sessionHash ?? ""));
  expect((await send(await provider.logoutToken({ sid: named?.sid }))).status).toBe(200);
  expect(await connected.viewerOf(browser)).toBeUndefined();
  expect(await connected.viewerOf(otherTraveller)).toBeDefined();
});

/** A session without a provider's session ID, as with some providers. */
async function forgetSid(of: SsoBrowser): Promise<void> {
  const { sessionHash = "" } = (await connected.viewerOf(of)) ?? {};
  await db.update(sessions).set({ ssoSid: null }).where(eq(sessions.sessionToken, sessionHash));
}

test("a logout token for a person and a session ends that session and the person's sessions without a provider session ID, and no others", async () => {
  const { browser: unnamed } = await connected.arrive("ivy");
  await forgetSid(unnamed);
  const { browser: otherTraveller } = await connected.arrive("ivy");
  const [named] = await db
    .select({ sid: sessions.ssoSid })
    .from(sessions)
    .where(eq(sessions.sessionToken, (await connected.viewerOf(browser))?.sessionHash ?? ""));
  await connected.invite("uma");
  const { browser: stranger } = await connected.arrive(connected.account("uma"));
  await forgetSid(stranger);
  expect((await send(await provider.logoutToken({ sub: "ivy", sid: named?.sid }))).status).toBe(200);
  expect(await connected.viewerOf(browser)).toBeUndefined();
  expect(await connected.viewerOf(unnamed)).toBeUndefined();
  expect(await connected.viewerOf(otherTraveller)).toBeDefined();
  expect(await connected.viewerOf(stranger)).toBeDefined();
});

test("a logout token for a session alone ends no session without a provider session ID", async () => {
  await forgetSid(browser);
  expect((await send(await provider.logoutToken({ sid: "some-session" }))).status).toBe(200);
  expect(await connected.viewerOf(browser)).toBeDefined();
});

test("a logout token for one person and another person's session ends no session", async () => {
  await connected.invite("eve");
  await connected.arrive(connected.account("eve"));
  const [named] = await db
    .select({ sid: sessions.ssoSid })
    .from(sessions)
    .where(eq(sessions.sessionToken, (await connected.viewerOf(browser))?.sessionHash ?? ""));
  expect((await send(await provider.logoutToken({ sub: "eve", sid: named?.sid }))).status).toBe(200);
  expect(await connected.viewerOf(browser)).toBeDefined();
});

test("a logout token is valid once: sent again it is refused and ends nothing", async () => {
  const token = await provider.logoutToken({ sub: "ivy" });
  expect((await send(token)).status).toBe(200);
  const { browser: later } = await connected.arrive("ivy");
  expect((await send(token)).status).toBe(400);
  expect(await connected.viewerOf(later)).toBeDefined();
});

test("a logout token for an unknown account ends no session and is not an error", async () => {
  expect((await send(await provider.logoutToken({ sub: "nobody" }))).status).toBe(200);
  expect((await send(await provider.logoutToken({ sid: "no-such-session" }))).status).toBe(200);
  expect(await connected.viewerOf(browser)).toBeDefined();
});

test.each([
  ["for another audience", { aud: "somebody-else" }],
  ["of another issuer", { iss: "https://elsewhere.example" }],
  ["with a nonce, as an ID token has", { nonce: "n" }],
  ["without the logout event", { events: {} }],
  ["whose event is no object", { events: { "http://schemas.openid.net/event/backchannel-logout": true } }],
  ["without a jti", { jti: undefined }],
  ["without iat", { iat: undefined }],
  ["issued eleven minutes ago", { iat: now() - 660 }],
  ["that has expired", { exp: now() - 60 }],
  ["that names neither a session nor a person", { sub: undefined }],
])("a logout token %s is refused", async (_, claims) => {
  const response = await send(await provider.logoutToken({ sub: "ivy", ...claims }));
  expect(response.status).toBe(400);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toMatchObject({ error: "invalid_request" });
  expect(await connected.viewerOf(browser)).toBeDefined();
});

test("a logout token signed by another key, or unsigned, is refused", async () => {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const events = { "http://schemas.openid.net/event/backchannel-logout": {} };
  const claims = { iss: provider.issuer, aud: clientId, sub: "ivy", iat: now(), jti: "x", events };
  const jwk = await exportJWK(publicKey);
  const forged = await new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: "test", jwk })
    .sign(privateKey);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const unsigned = `${part({ alg: "none" })}.${part(claims)}.`;
  for (const token of [forged, unsigned, "not a token", ""]) expect((await send(token)).status).toBe(400);
  expect(await connected.viewerOf(browser)).toBeDefined();
});
