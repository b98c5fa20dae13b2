import { eq, inArray } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { ScimClient } from "#app/api/scim/testing/scim-client";
import { refund } from "#app/api/testing/requests";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { auditEvents } from "#db/schema/audit";
import { accounts } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { signals } from "#db/schema/signals";
import { ssoConnections } from "#db/schema/sso";
import { listNotices } from "#lib/notices/list-notices";
import { listSubscriptions } from "#lib/notifications/web-push/list-subscriptions";
import { subscribe } from "#lib/notifications/web-push/subscribe";
import { newSubscription } from "#lib/notifications/web-push/testing/browser";
import { subscribing } from "#lib/notifications/web-push/testing/people-with-devices";
import { currentVapidKey, ensureVapidKey } from "#lib/notifications/web-push/vapid-keys";
import { about, byEmail, caep, openEventSource, pasted, push, risc } from "./testing/signal-source.ts";

const source = await openEventSource();
const { workspace, admin, eventSourceId, make, isSignedIn, statusOf, newPerson } = source;
const { ec } = source.keys;
let number = 0;
let person: SignedInPerson;

beforeEach(async () => {
  person = await newPerson();
});

describe("the effect of a security event", () => {
  test.each([`${caep}session-revoked`, `${caep}credential-change`])(
    "%s ends all sessions, and notifications on all devices",
    async (event) => {
      expect(await isSignedIn(person)).toBe(true);
      const { personId } = person.viewer;
      const { db, runtime, time } = workspace;
      await ensureVapidKey(db, runtime.secret, time.now);
      const browser = newSubscription(
        `https://fcm.googleapis.com/fcm/send/${personId}`,
        await currentVapidKey(db),
      );
      await subscribe(db, { ...subscribing(personId, browser), secret: runtime.secret });
      expect(await listSubscriptions(db, personId)).toHaveLength(1);
      expect(await push(await make(about(person, event)))).toEqual({ status: 202, body: undefined });
      expect(await isSignedIn(person)).toBe(false);
      expect(await listSubscriptions(db, personId)).toEqual([]);
      expect(await statusOf(person)).toBe("active");
    },
  );

  test.each([`${risc}account-disabled`, `${risc}credential-compromise`, `${risc}credential-compromised`])(
    "%s suspends the person, with everything that follows",
    async (event) => {
      const agent = await workspace.agent(admin, person);
      const allowed = (await (await agent.ask({ action: refund(5) })).json()) as { grant: string };
      expect((await push(await make(about(person, event), { key: ec }))).status).toBe(202);
      expect(await statusOf(person)).toBe("suspended");
      expect(await isSignedIn(person)).toBe(false);
      expect((await agent.ask({ action: refund(5) })).status).toBe(403);
      expect((await agent.redeem(allowed.grant, refund(5))).status).toBe(403);
      const events = await workspace.db
        .select()
        .from(auditEvents)
        .where(eq(auditEvents.actorId, `signal:${eventSourceId}`));
      const types = events
        .filter(({ personId }) => personId === person.viewer.personId)
        .map(({ type }) => type);
      expect(types).toEqual(expect.arrayContaining(["signal.received", "person.suspended", "session.ended"]));
    },
  );

  test("an alarm about a person that the directory suspended earlier prevents the directory from reactivating the person", async () => {
    const directory = await ScimClient.open(workspace, admin);
    const path = `/Users/${person.viewer.personId}`;
    const active = (value: boolean) => directory.patch(path, { op: "replace", value: { active: value } });
    expect((await active(false)).status).toBe(200);
    expect((await push(await make(about(person, `${caep}session-revoked`)))).status).toBe(202);
    expect((await active(true)).status).toBe(200);
    expect((await active(false)).status).toBe(200);
    expect((await push(await make(about(person, `${risc}credential-compromise`)))).status).toBe(202);
    expect((await active(true)).status).toBe(409);
    expect(await statusOf(person)).toBe("suspended");
  });

  test("the last active admin is not suspended: the admin's sessions end, and the attempt is recorded", async () => {
    expect((await push(await make(about(admin, `${risc}account-disabled`)))).status).toBe(202);
    expect(await statusOf(admin)).toBe("active");
    expect(await isSignedIn(admin)).toBe(false);
    await admin.signIn();
    expect(await workspace.db.$count(auditEvents, eq(auditEvents.type, "person.removal_refused"))).toBe(1);
  });

  test("a person is found by email, by our ID, by the source's own name, and inside a complex subject", async () => {
    const { personId } = person.viewer;
    await workspace.db.update(people).set({ externalId: "sub-1" }).where(eq(people.id, personId));
    const subjects = [
      { format: "opaque", id: personId },
      { format: "iss_sub", iss: pasted, sub: "sub-1" },
      { user: { format: "email", email: person.viewer.email.toUpperCase() } },
    ];
    for (const subject of subjects) {
      expect(await isSignedIn(person)).toBe(true);
      await push(await make({ [`${caep}session-revoked`]: {} }, { claims: { sub_id: subject } }));
      expect(await isSignedIn(person), JSON.stringify(subject)).toBe(false);
      await person.signIn();
    }
    const foreign = { format: "iss_sub", iss: "https://elsewhere.example", sub: "sub-1" };
    await push(await make({ [`${caep}session-revoked`]: { subject: foreign } }));
    expect(await isSignedIn(person)).toBe(true);
  });

  test("a person is found by the linked account at the same issuer", async () => {
    const connection = {
      id: "sso_test",
      name: "IdP",
      issuer: pasted,
      clientId: "c",
      scopes: [],
      domains: [],
    };
    const settings = { justInTime: false, justInTimeRoles: [], groupRoles: [], enabled: true };
    const row = { ...connection, ...settings, secretSealed: new Uint8Array(), createdAt: workspace.time.now };
    await workspace.db.insert(ssoConnections).values(row).onConflictDoNothing();
    const account = { type: "oidc", provider: "sso_test", providerAccountId: "linked-sub" };
    await workspace.db.insert(accounts).values({ userId: person.viewer.personId, ...account });
    const subject = { format: "iss_sub", iss: pasted, sub: "linked-sub" };
    await push(await make({ [`${risc}account-disabled`]: { subject } }));
    expect(await statusOf(person)).toBe("suspended");
  });

  test("an alarm about an external ID of two people suspends neither, is recorded for both, and notifies all admins once", async () => {
    const [firstDirectory, secondDirectory] = [
      await ScimClient.open(workspace, admin),
      await ScimClient.open(workspace, admin),
    ];
    const externalId = `employee-${++number}`;
    const ids = [
      await firstDirectory.provision(`leaver-${number}@example.com`, { externalId }),
      await secondDirectory.provision(`other-${number}@example.com`, { externalId }),
    ].sort();
    const subject = { format: "iss_sub", iss: pasted, sub: externalId };
    const alarm = () => make({ [`${risc}account-disabled`]: { subject } });
    for (const token of [await alarm(), await alarm()]) expect((await push(token)).status).toBe(202);
    const statuses = await workspace.db.select().from(people).where(inArray(people.id, ids));
    expect(statuses.map(({ status }) => status)).toEqual(["invited", "invited"]);
    const recorded = await workspace.db
      .select({ personId: auditEvents.personId })
      .from(auditEvents)
      .where(eq(auditEvents.type, "signal.ambiguous"));
    expect(recorded.map(({ personId }) => personId).sort()).toEqual([...ids, ...ids].sort());
    const { notices } = await listNotices(workspace.db, {
      personId: admin.viewer.personId,
      now: workspace.time.now,
    });
    expect(notices.filter(({ kind }) => kind === "signal_ambiguous")).toHaveLength(1);
  });

  test("an event that changes nothing raises no alarm, for any subject", async () => {
    const before = await workspace.db.$count(auditEvents, eq(auditEvents.type, "signal.ambiguous"));
    const [firstPerson, otherPerson] = [person, await newPerson()];
    const subject = { format: "aliases", identifiers: [byEmail(firstPerson), byEmail(otherPerson)] };
    expect((await push(await make({ "https://example.com/other": { subject } }))).status).toBe(202);
    const after = await workspace.db.$count(auditEvents, eq(auditEvents.type, "signal.ambiguous"));
    expect(after).toBe(before);
  });

  test("an event about an unknown person, or of an unsupported type, is accepted and stored", async () => {
    const nobody = { format: "email", email: "nobody@example.com" };
    const before = await workspace.db.$count(signals);
    for (const events of [
      { [`${risc}account-disabled`]: { subject: nobody } },
      { [`${risc}account-disabled`]: {} },
      { "https://schemas.openid.net/secevent/ssf/event-type/verification": { state: "x" } },
      { [`${risc}account-enabled`]: { subject: byEmail(person) } },
    ]) {
      expect((await push(await make(events))).status).toBe(202);
    }
    expect(await workspace.db.$count(signals)).toBe(before + 4);
    expect(await statusOf(person)).toBe("active");
  });
});
