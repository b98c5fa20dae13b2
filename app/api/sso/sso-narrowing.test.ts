import { and, eq, gte } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { sessions } from "#db/schema/auth";
import { addSeconds } from "#lib/kernel/clock";
import { ConnectedWorkspace } from "./testing/connected-workspace.ts";
import type { SsoBrowser } from "./testing/sso-browser.ts";

const connected = await ConnectedWorkspace.open({ domains: "example.com, branch.example" });
const { workspace, admin, db } = connected;
await connected.invite("ivy");
await connected.invite("bo");
await db.$client`update people set email = 'bo@BRANCH.example' where name = 'bo'`;
connected.account("ivy");
connected.account("bo", { email: "bo@branch.example" });

let ivy: SsoBrowser;
let bo: SsoBrowser;
beforeEach(async () => {
  workspace.time.now = addSeconds(workspace.time.now, 61);
  await change({});
  ({ browser: ivy } = await connected.arrive("ivy"));
  ({ browser: bo } = await connected.arrive("bo"));
});

const change = (more: Parameters<typeof connected.change>[0]) =>
  connected.change({ domains: "example.com, branch.example", ...more });

const isIn = async (browser: SsoBrowser) => (await connected.viewerOf(browser)) !== undefined;

test("removing a domain from a connection ends only the sessions of its people, and each end is recorded", async () => {
  const { personId } = (await connected.viewerOf(bo)) ?? {};
  await change({ domains: "example.com" });
  expect(await isIn(bo)).toBe(false);
  expect(await isIn(ivy)).toBe(true);
  const ended = and(eq(auditEvents.type, "session.ended"), gte(auditEvents.at, workspace.time.now));
  expect(await db.select({ personId: auditEvents.personId }).from(auditEvents).where(ended)).toEqual([
    { personId },
  ]);
  expect((await connected.arrive("bo")).end).toBe("/signin/refused?reason=domain_unlisted");
});

test("group rules that may give a person fewer roles end every session that came through the connection", async () => {
  const groups = { groupClaim: "groups", groupRoles: "finance = approver" };
  await change(groups);
  expect(await isIn(ivy)).toBe(false);
  expect(await isIn(bo)).toBe(false);
});

test("a change by which no one can lose access ends no session", async () => {
  await change({ domains: "example.com, branch.example, third.example" });
  await change({ justInTime: true, justInTimeRoles: ["auditor"], name: "Renamed" });
  expect(await isIn(ivy)).toBe(true);
  expect(await isIn(bo)).toBe(true);
});

test("a session begun with a passkey stays, for a person in any domain", async () => {
  const pat = await workspace.person("Pat", ["auditor"], admin);
  await change({ domains: "third.example", groupClaim: "groups", groupRoles: "a = auditor" });
  expect((await pat.post("/api/passkeys/confirmations", { act: "passkey/add" })).status).toBe(200);
});

test("of a sign-in and a narrowing at the same moment, no session is left that the connection would now refuse", async () => {
  const { personId = "" } = (await connected.viewerOf(bo)) ?? {};
  for (let round = 0; round < 5; round++) {
    await change({});
    await Promise.all([connected.arrive("bo"), change({ domains: "example.com" })]);
    expect(await db.$count(sessions, eq(sessions.userId, personId))).toBe(0);
  }
});
