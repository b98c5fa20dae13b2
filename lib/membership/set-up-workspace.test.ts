import { beforeEach, describe, expect, it } from "vitest";
import type { Database } from "#db/client";
import { auditEvents } from "#db/schema/audit";
import { people, workspace } from "#db/schema/directory";
import { signingKeys } from "#db/schema/grants";
import { passkeys } from "#db/schema/passkeys";
import { policyVersions } from "#db/schema/policy";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { masterSecret, site } from "#lib/membership/testing/people";
import { issueSetUp } from "#lib/passkeys/enrollment/issue-set-up";
import { type Faults, SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { findViewer } from "#lib/sessions/session";
import { setUpOptions } from "./set-up-options.ts";
import { setUpWorkspace } from "./set-up-workspace.ts";

const now = new Date("2026-11-24T10:00:00Z");

describe("setting the workspace up", () => {
  let db: Database;
  let token: string;

  beforeEach(async () => {
    ({ db } = await createTestDatabase());
    token = (await issueSetUp(db, now)) ?? "";
  });

  async function prepare(faults: Faults = {}, withToken = token) {
    const person = { name: "Ada", email: "ada@example.com" };
    const options = await setUpOptions(db, { token: withToken, ...person, config: site, now });
    const credential = new SoftAuthenticator(site).create(options, faults);
    return {
      token: withToken,
      workspace: "Acme",
      ...person,
      credential,
      config: site,
      secret: masterSecret,
      now,
    };
  }

  it("creates the workspace, the first admin with a passkey and session, the policy and the signing key", async () => {
    const { personId, session } = await setUpWorkspace(db, await prepare());
    const viewer = await findViewer(db, session.token, now);
    expect(viewer).toMatchObject({ personId, name: "Ada", roles: ["admin", "approver", "auditor"] });
    expect(await db.select({ name: workspace.name }).from(workspace)).toEqual([{ name: "Acme" }]);
    expect(await db.$count(passkeys)).toBe(1);
    expect(await db.$count(signingKeys)).toBe(1);
    expect(await db.$count(policyVersions)).toBe(1);
    const events = (await db.select({ type: auditEvents.type }).from(auditEvents)).map(({ type }) => type);
    for (const type of ["workspace.created", "person.activated", "passkey.added", "session.started"])
      expect(events).toContain(type);
  });

  it("asks the browser for a discoverable passkey with user verification", async () => {
    const options = await setUpOptions(db, { token, name: "Ada", email: "a@example.com", config: site, now });
    expect(options.authenticatorSelection).toMatchObject({
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    });
    expect(Buffer.from(options.challenge, "base64url")).toHaveLength(32);
    expect(Buffer.from(options.user.id, "base64url").toString()).toMatch(/^per_/);
  });

  it("happens once when twenty callers use the link at the same moment", async () => {
    const attempts = await Promise.all(Array.from({ length: 20 }, () => prepare()));
    const results = await Promise.allSettled(attempts.map((attempt) => setUpWorkspace(db, attempt)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.$count(people)).toBe(1);
    expect(await db.$count(policyVersions)).toBe(1);
    expect(await db.$count(signingKeys)).toBe(1);
  });

  it("happens once when twenty callers each have their own link", async () => {
    const attempts = await Promise.all(
      Array.from({ length: 20 }, async () => prepare({}, (await issueSetUp(db, now)) ?? "")),
    );
    const results = await Promise.allSettled(attempts.map((attempt) => setUpWorkspace(db, attempt)));
    const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(refusals).toHaveLength(19);
    expect(new Set(refusals)).toEqual(new Set(["setup_complete"]));
    expect(await db.$count(people)).toBe(1);
  });

  it("can never be run twice", async () => {
    const late = await prepare();
    await setUpWorkspace(db, await prepare());
    await expect(setUpWorkspace(db, late)).rejects.toMatchObject({ code: "setup_complete" });
    await expect(prepare()).rejects.toMatchObject({ code: "setup_complete" });
    expect(await issueSetUp(db, now)).toBeUndefined();
  });

  it("leaves the link valid and stores nothing when the passkey is refused", async () => {
    const unverified = await prepare({ userVerified: false });
    await expect(setUpWorkspace(db, unverified)).rejects.toMatchObject({ code: "user_not_verified" });
    expect(await db.$count(workspace)).toBe(0);
    expect(await db.$count(people)).toBe(0);
    await expect(setUpWorkspace(db, await prepare())).resolves.toBeDefined();
  });

  it("consumes a challenge even when the passkey is refused", async () => {
    const attempt = await prepare({ origin: "https://evil.example" });
    await expect(setUpWorkspace(db, attempt)).rejects.toMatchObject({ code: "passkey_refused" });
    await expect(setUpWorkspace(db, attempt)).rejects.toMatchObject({ code: "challenge_expired" });
  });

  it("refuses a token that is wrong or more than 24 hours old", async () => {
    await expect(prepare({}, "wrong")).rejects.toMatchObject({ code: "link_invalid" });
    const attempt = await prepare();
    const tomorrow = addSeconds(now, 24 * 3600);
    await expect(setUpWorkspace(db, { ...attempt, now: tomorrow })).rejects.toMatchObject({
      code: "link_invalid",
    });
  });

  it("stores no token in clear", async () => {
    await setUpWorkspace(db, await prepare());
    const rows = await db.$client<{ row: string }[]>`
      select enrollments::text as row from enrollments union all select sessions::text from sessions`;
    for (const { row } of rows) expect(row).not.toContain(token);
  });
});
