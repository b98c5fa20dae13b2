import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { beginAttempt, takeAttempt } from "#lib/provisioning/sso/attempts";
import { ConnectedWorkspace } from "./testing/connected-workspace.ts";
import { clientSecret } from "./testing/identity-provider.ts";
import { SsoBrowser } from "./testing/sso-browser.ts";

const connected = await ConnectedWorkspace.open();
const { workspace, admin, connectionId, db } = connected;
const expiredPage = "/signin/refused?reason=over";

await connected.invite("ivy");
connected.account("ivy");

const locationOf = (response: Response) => response.headers.get("location");

test("an ID token with a nonce of another browser is refused", async () => {
  const browser = new SsoBrowser(workspace);
  const altered = new URL(await connected.begin(browser));
  altered.searchParams.set("nonce", "another-nonce");
  const response = await browser.open(await browser.logIn(altered.href, "ivy"));
  expect(locationOf(response)).toBe("/signin/refused?reason=answer_invalid");
  expect(browser.cookie).toBe("");
});

test("a code is worthless without the verifier of the browser that asked for it (PKCE)", async () => {
  const browser = new SsoBrowser(workspace);
  const altered = new URL(await connected.begin(browser));
  expect(altered.searchParams.get("code_challenge_method")).toBe("S256");
  altered.searchParams.set("code_challenge", "A".repeat(43));
  const response = await browser.open(await browser.logIn(altered.href, "ivy"));
  expect(locationOf(response)).toBe("/signin/refused?reason=provider_failed");
});

test("a callback is valid once: of twenty with the same address and cookies one signs in", async () => {
  const browser = new SsoBrowser(workspace);
  const back = await browser.logIn(await connected.begin(browser), "ivy");
  const { cookie } = browser;
  const answers = await Promise.all(Array.from({ length: 20 }, () => workspace.get(back, { cookie })));
  const ends = answers.map(locationOf);
  expect(ends.filter((end) => end === "/settings")).toHaveLength(1);
  expect(ends.filter((end) => end === expiredPage)).toHaveLength(19);
});

test("a callback with another state, with none, or opened by another browser does nothing", async () => {
  const browser = new SsoBrowser(workspace);
  const back = await browser.logIn(await connected.begin(browser), "ivy");
  const swapped = new SsoBrowser(workspace);
  const otherState = new URL(await connected.begin(swapped)).searchParams.get("state") ?? "";
  const answers = [
    await browser.open(back.replace(/state=[^&]+/, `state=${encodeURIComponent(otherState)}`)),
    await browser.open(back.replace(/state=[^&]+&?/, "")),
    await new SsoBrowser(workspace).open(back),
    await swapped.open(back),
  ];
  expect(answers.map(locationOf)).toEqual([expiredPage, expiredPage, expiredPage, expiredPage]);
  // None of the attempts used up the round trip.
  expect(locationOf(await browser.open(back))).toBe("/settings");
});

test("a round trip that began at one connection does not end at another", async () => {
  const markers = { state: "a-state", cookie: "a-cookie" };
  const { now } = workspace.time;
  const attempt = { connectionId, testerId: null, next: null, stays: false, isApp: false };
  await beginAttempt(db, { ...attempt, ...markers, now });
  const elsewhere = takeAttempt(db, { connectionId: newId("sso", now), ...markers, now });
  await expect(elsewhere).rejects.toMatchObject({ code: "link_invalid" });
  expect(await takeAttempt(db, { connectionId, ...markers, now })).toMatchObject({ connectionId });
});

test("a callback that comes too late does nothing", async () => {
  const browser = new SsoBrowser(workspace);
  const back = await browser.logIn(await connected.begin(browser), "ivy");
  const { now } = workspace.time;
  workspace.time.now = addSeconds(now, 901);
  expect(locationOf(await browser.open(back))).toBe(expiredPage);
  workspace.time.now = now;
});

test("a connection turned off starts and finishes no sign-in, and ends its sessions", async () => {
  const { browser: signedIn } = await connected.arrive("ivy");
  const under = new SsoBrowser(workspace);
  const back = await under.logIn(await connected.begin(under), "ivy");
  expect(await connected.viewerOf(signedIn)).toBeDefined();
  await connected.turn(false);
  expect(await connected.viewerOf(signedIn)).toBeUndefined();
  expect(locationOf(await under.open(back))).toBe("/signin/refused?reason=connection_off");
  expect((await new SsoBrowser(workspace).startSignIn(`/api/sso/signin/${connectionId}`)).status).toBe(404);
  await connected.turn(true);
});

test("sign-in starts only on our own pages", async () => {
  const response = await api.request(`/api/sso/signin/${connectionId}`, { method: "POST", body: "{}" });
  expect(response.status).toBe(403);
});

test("a session of another person is not linked to the account: it ends, and the account's session begins", async () => {
  const otherPerson = await workspace.person("Other", ["auditor"], connected.admin);
  const browser = new SsoBrowser(workspace);
  browser.carry(otherPerson.cookie);
  expect(await browser.signIn(connectionId, "ivy")).toBe("/settings");
  expect(await connected.viewerOf(browser)).toMatchObject({ email: "ivy@example.com" });
  expect(browser.cookie).not.toContain(otherPerson.cookie);
  const { status } = await otherPerson.post("/api/passkeys/options", {});
  expect(status).toBe(401);
});

test("the client secret is sealed in the database and in no audit event, and no provider token is stored", async () => {
  const [row] = await db.$client<{ everything: string }[]>`
    select (select string_agg(t::text, '') from sso_connections t) ||
      (select string_agg(t::text, '') from sso_attempts t) ||
      (select string_agg(convert_from(body, 'UTF8'), '') from audit_events) ||
      (select string_agg(t::text, '') from accounts t) as everything`;
  expect(row?.everything).toContain(connectionId);
  expect(row?.everything).not.toContain(clientSecret);
  expect(row?.everything).not.toContain(Buffer.from(clientSecret).toString("hex"));
  expect(row?.everything).not.toContain("eyJ");
});

test("sign-in returns to a page of as many chosen offers as one acceptance may hold, and from a longer page to the first page", async () => {
  await workspace.person("Olga", ["approver"], admin);
  connected.account("olga");
  for (const [count, returnsThere] of [
    [200, true],
    [1000, false],
  ] as const) {
    const next = `/agents/offers?${Array.from({ length: count }, () => `offer=${newId("off", workspace.time.now)}`).join("&")}`;
    const browser = new SsoBrowser(workspace);
    const answer = await browser.startSignIn(`/api/sso/signin/${connectionId}`, { next });
    expect(answer.status).toBe(200);
    const { url } = (await answer.json()) as { url: string };
    const end = locationOf(await browser.open(await browser.logIn(url, "olga"))) ?? "";
    expect(end === next).toBe(returnsThere);
    expect(end.startsWith("/agents/offers")).toBe(returnsThere);
  }
});
