import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { auditEvents } from "#db/schema/audit";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { revokeEventSource } from "#lib/provisioning/signals/list-event-sources";
import { about, caep, fetched, openEventSource, push, risc } from "./testing/signal-source.ts";

const source = await openEventSource();
const {
  workspace,
  admin,
  eventSourceId,
  published,
  register,
  make,
  isSignedIn,
  statusOf,
  eventsOf,
  refusals,
  newPerson,
} = source;
const { rsa, ec } = source.keys;
let person: SignedInPerson;

beforeEach(async () => {
  person = await newPerson();
});

describe("a replay", () => {
  test("applies once for any number of concurrent deliveries, and not after the person is reactivated", async () => {
    const token = await make(about(person, `${risc}account-disabled`));
    const answers = await Promise.all(Array.from({ length: 20 }, () => push(token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const { personId } = person.viewer;
    await reinstatePerson(workspace.db, { actor: admin.viewer, personId, now: workspace.time.now });
    expect((await push(token)).status).toBe(202);
    expect(await statusOf(person)).toBe("active");
  });

  test("is recorded about the source and the person, under the names that every event keeps", async () => {
    await push(await make(about(person, `${caep}session-revoked`)));
    const of = and(eq(auditEvents.type, "signal.received"), eq(auditEvents.personId, person.viewer.personId));
    const [event] = await workspace.db.select().from(auditEvents).where(of);
    expect(JSON.parse(Buffer.from(event?.body ?? []).toString()).subject).toEqual({
      event_source: eventSourceId,
      person: person.viewer.personId,
    });
  });

  test("of the same bytes is acknowledged like the first, and applies once", async () => {
    const token = await make(about(person, `${caep}session-revoked`));
    const first = await push(token);
    expect(first).toEqual({ status: 202, body: undefined });
    await person.signIn();
    expect(await push(token)).toEqual(first);
    expect(await push(`${token}\n`)).toEqual(first);
    expect(await isSignedIn(person)).toBe(true);
    expect(await eventsOf(person, "signal.received")).toBe(1);
    expect(await refusals()).toBe(0);
  });

  test("by another token with the same jti is refused each time, has no effect, and is recorded", async () => {
    const claims = { jti: "same" };
    await push(await make(about(person, `${caep}session-revoked`), { claims }));
    await person.signIn();
    const second = await make(about(person, `${risc}account-disabled`), { claims });
    // The same claims, signed again: different bytes, and so a different token.
    const third = await make(about(person, `${caep}session-revoked`), { claims, key: ec });
    for (const token of [second, second, third])
      expect(await push(token)).toMatchObject({ status: 400, body: { err: "invalid_request" } });
    expect(await statusOf(person)).toBe("active");
    expect(await isSignedIn(person)).toBe(true);
    expect(await eventsOf(person, "signal.received")).toBe(1);
    expect(await refusals()).toBe(3);
  });

  test("is detected across registrations of the same issuer: the same bytes have no effect, others are refused", async () => {
    const issuer = "https://again.example";
    const claims = { iss: issuer, jti: "before" };
    const keys = { keySource: "pasted", jwks: JSON.stringify({ keys: [rsa.jwk, ec.jwk] }) };
    const first = await register(issuer, keys);
    const token = await make(about(person, `${caep}session-revoked`), { claims });
    expect((await push(token)).status).toBe(202);
    await revokeEventSource(workspace.db, {
      actor: admin.viewer,
      eventSourceId: first,
      now: workspace.time.now,
    });
    await register(issuer, keys);
    await person.signIn();
    expect((await push(token)).status).toBe(202);
    const otherToken = await make(about(person, `${risc}account-disabled`), { claims });
    expect((await push(otherToken)).status).toBe(400);
    expect(await isSignedIn(person)).toBe(true);
  });

  test("is not assumed for the same jti of another issuer", async () => {
    const claims = { jti: "of-two" };
    await push(await make(about(person, `${caep}session-revoked`), { claims }));
    await person.signIn();
    published.keys = [ec.jwk];
    const otherIssuer = { claims: { ...claims, iss: fetched }, key: ec };
    expect((await push(await make(about(person, `${caep}session-revoked`), otherIssuer))).status).toBe(202);
    expect(await isSignedIn(person)).toBe(false);
  });
});
