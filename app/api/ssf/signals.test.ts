import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { and, eq, gte, inArray } from "drizzle-orm";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { api } from "#app/api/index";
import { ScimClient } from "#app/api/scim/testing/scim-client";
import { refund, type TestPerson, Workspace } from "#app/api/testing/workspace";
import { auditEvents } from "#db/schema/audit";
import { accounts } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { signals } from "#db/schema/signals";
import { ssoConnections } from "#db/schema/sso";
import { addSeconds } from "#lib/clock";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { listNotices } from "#lib/notices/list-notices";
import { eventSourceFields, registerEventSource } from "#lib/provisioning/signals/register-event-source";
import { revokeEventSource } from "#lib/provisioning/signals/revoke-event-source";

const { workspace, admin } = await Workspace.open();
const caep = "https://schemas.openid.net/secevent/caep/event-type/";
const risc = "https://schemas.openid.net/secevent/risc/event-type/";
const audience = "https://countersign.example/signals";

/** A key of a transmitter's. */
class Key {
  private constructor(
    readonly kid: string,
    readonly alg: "RS256" | "ES256",
    readonly jwk: JWK,
    readonly privateKey: CryptoKey,
  ) {}

  static async make(kid: string, alg: "RS256" | "ES256"): Promise<Key> {
    const { publicKey, privateKey } = await generateKeyPair(alg);
    return new Key(kid, alg, { ...(await exportJWK(publicKey)), kid, alg, use: "sig" }, privateKey);
  }
}

// The JWK names no algorithm: Countersign decides which algorithm the key is valid for.
const plain = generateKeyPairSync("rsa", { modulusLength: 2048 });
const plainJwk = { ...plain.publicKey.export({ format: "jwk" }), kid: "plain" };
const rsa = await Key.make("rsa", "RS256");
const ec = await Key.make("ec", "ES256");
const later = await Key.make("later", "ES256");

/** What is at the address of the second transmitter's keys. */
const published: { keys: JWK[]; fetches: number; status: number } = {
  keys: [ec.jwk],
  fetches: 0,
  status: 200,
};
const server = createServer((_request, response) => {
  published.fetches++;
  response.writeHead(published.status, { "content-type": "application/json" });
  response.end(JSON.stringify({ keys: published.keys }));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => server.close());
const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;

const pasted = "https://idp.example/";
const fetched = "https://other-idp.example";
async function register(issuer: string, keys: object): Promise<string> {
  const fields = eventSourceFields.parse({ name: issuer, issuer, audience, ...keys });
  const by = { actor: admin.viewer, config: workspace.runtime.config, now: workspace.time.now };
  return (await registerEventSource(workspace.db, { ...fields, ...by })).eventSourceId;
}
const eventSourceId = await register(pasted, {
  keySource: "pasted",
  jwks: JSON.stringify({ keys: [rsa.jwk, ec.jwk, plainJwk] }),
});
await register(fetched, { keySource: "url", jwksUrl });

let number = 0;
interface Made {
  key?: Key;
  header?: object;
  claims?: object;
}

async function make(events: object, { key = rsa, header = {}, claims = {} }: Made = {}): Promise<string> {
  const iat = Math.floor(workspace.time.now.getTime() / 1000);
  return new SignJWT({ iss: pasted, aud: audience, jti: `jti-${++number}`, iat, events, ...claims })
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: "secevent+jwt", ...header })
    .sign(key.privateKey);
}

async function push(token: string, type = "application/secevent+jwt") {
  const headers = { "content-type": type };
  const response = await api.request("/ssf/events", { method: "POST", headers, body: token });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined };
}

const byEmail = (person: TestPerson) => ({ format: "email", email: person.viewer.email });
const about = (person: TestPerson, event: string) => ({ [event]: { subject: byEmail(person) } });
const isSignedIn = async (person: TestPerson) =>
  (await person.post("/api/passkeys/confirmations", { act: "passkey/add" })).status === 200;
const statusOf = async (person: TestPerson) =>
  (await workspace.db.select().from(people).where(eq(people.id, person.viewer.personId)))[0]?.status;

const eventsOf = ({ viewer }: TestPerson, type: "signal.received") =>
  workspace.db.$count(
    auditEvents,
    and(eq(auditEvents.type, type), eq(auditEvents.personId, viewer.personId)),
  );
const refusals = () =>
  workspace.db.$count(
    auditEvents,
    and(eq(auditEvents.type, "signal.refused"), gte(auditEvents.at, workspace.time.now)),
  );

let person: TestPerson;
beforeEach(async () => {
  // Past the limits on enrolments, which are by the minute.
  workspace.time.now = addSeconds(workspace.time.now, 61);
  person = await workspace.person(`Person ${++number}`, ["approver"], admin);
});

describe("the effect of a security event", () => {
  test.each([`${caep}session-revoked`, `${caep}credential-change`])("%s ends all sessions", async (event) => {
    expect(await isSignedIn(person)).toBe(true);
    expect(await push(await make(about(person, event)))).toEqual({ status: 202, body: undefined });
    expect(await isSignedIn(person)).toBe(false);
    expect(await statusOf(person)).toBe("active");
  });

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

  test("an alarm about a person whom the directory suspended earlier prevents the directory from reactivating the person", async () => {
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
    const [firstPerson, otherPerson] = [
      person,
      await workspace.person(`Person ${++number}`, ["approver"], admin),
    ];
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
      transmitter: eventSourceId,
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

describe("a token is refused, and does nothing", () => {
  const seconds = () => Math.floor(workspace.time.now.getTime() / 1000);
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const disabled = () => about(person, `${risc}account-disabled`);
  const payload = () => ({
    iss: pasted,
    aud: audience,
    jti: `n${++number}`,
    iat: seconds(),
    events: disabled(),
  });

  const wrong: Record<string, [string, () => Promise<string> | string]> = {
    "for another audience": [
      "invalid_audience",
      () => make(disabled(), { claims: { aud: "https://other" } }),
    ],
    "without an audience": ["invalid_audience", () => make(disabled(), { claims: { aud: undefined } })],
    "of an unknown issuer": ["invalid_issuer", () => make(disabled(), { claims: { iss: "https://evil" } })],
    "of another transmitter's issuer": [
      "authentication_failed",
      async () => make(disabled(), { key: await Key.make("ec", "ES256") }),
    ],
    "with a key nobody knows": ["invalid_key", () => make(disabled(), { key: later })],
    "too old": ["invalid_request", () => make(disabled(), { claims: { iat: seconds() - 8 * 86_400 } })],
    "from the future": ["invalid_request", () => make(disabled(), { claims: { iat: seconds() + 3600 } })],
    "without iat": ["invalid_request", () => make(disabled(), { claims: { iat: undefined } })],
    "without jti": ["invalid_request", () => make(disabled(), { claims: { jti: undefined } })],
    "past its exp": ["invalid_request", () => make(disabled(), { claims: { exp: seconds() - 3600 } })],
    "without events": ["invalid_request", () => make({})],
    "of another type": ["invalid_request", () => make(disabled(), { header: { typ: "JWT" } })],
    "that is an ID token": ["invalid_request", () => make(disabled(), { header: { typ: undefined } })],
    "signed with nothing": [
      "invalid_key",
      () => `${base64({ alg: "none", typ: "secevent+jwt" })}.${base64(payload())}.`,
    ],
    "signed with HS256 and the public key as its secret": [
      "invalid_key",
      () =>
        new SignJWT(payload())
          .setProtectedHeader({ alg: "HS256", kid: "rsa", typ: "secevent+jwt" })
          .sign(Buffer.from(JSON.stringify(rsa.jwk))),
    ],
    "signed with an algorithm that is neither RS256 nor ES256": [
      "invalid_key",
      () =>
        new SignJWT(payload())
          .setProtectedHeader({ alg: "PS256", kid: "plain", typ: "secevent+jwt" })
          .sign(plain.privateKey),
    ],
    "with its payload changed": [
      "authentication_failed",
      async () => {
        const [head, , signature] = (await make(disabled())).split(".");
        return `${head}.${base64(payload())}.${signature}`;
      },
    ],
    "whose jti holds a zero byte": ["invalid_request", () => make(disabled(), { claims: { jti: "a\0b" } })],
    "whose issuer holds a zero byte": [
      "invalid_request",
      () => make(disabled(), { claims: { iss: "a\0b" } }),
    ],
    "that is no token": ["invalid_request", () => "{}"],
  };

  test.each(Object.entries(wrong))("%s", async (_, [err, token]) => {
    expect(await push(await token())).toEqual({
      status: 400,
      body: { err, description: expect.any(String) },
    });
    expect(await statusOf(person)).toBe("active");
    expect(await isSignedIn(person)).toBe(true);
  });

  test("in another kind of body, or of a transmitter that was revoked", async () => {
    const token = await make(disabled());
    expect(await push(token, "application/json")).toMatchObject({
      status: 400,
      body: { err: "invalid_request" },
    });
    expect((await push("x".repeat(70_000))).status).toBe(413);
    const gone = "https://gone.example";
    const id = await register(gone, { keySource: "pasted", jwks: JSON.stringify({ keys: [rsa.jwk] }) });
    await revokeEventSource(workspace.db, {
      actor: admin.viewer,
      eventSourceId: id,
      now: workspace.time.now,
    });
    expect(await push(await make(disabled(), { claims: { iss: gone } }))).toMatchObject({
      status: 400,
      body: { err: "invalid_issuer" },
    });
    expect(await statusOf(person)).toBe("active");
  });
});

describe("keys at an address", () => {
  const event = `${caep}session-revoked`;
  const by = (key: Key) => ({ key, claims: { iss: fetched } });

  test("are cached, fetched again for a new key, and a removed key is no longer accepted", async () => {
    expect((await push(await make(about(person, event), by(ec)))).status).toBe(202);
    const { fetches } = published;
    await push(await make(about(person, event), by(ec)));
    expect(published.fetches).toBe(fetches);
    published.keys = [later.jwk];
    expect(await push(await make(about(person, event), by(later)))).toMatchObject({
      status: 400,
      body: { err: "invalid_key" },
    });
    workspace.time.now = addSeconds(workspace.time.now, 31);
    expect((await push(await make(about(person, event), by(later)))).status).toBe(202);
    expect(await push(await make(about(person, event), by(ec)))).toMatchObject({ status: 400 });
  });

  test("that cannot be fetched make the source resend the event", async () => {
    published.keys = [later.jwk];
    workspace.time.now = addSeconds(workspace.time.now, 3600);
    published.status = 500;
    const token = await make(about(person, event), by(later));
    expect((await push(token)).status).toBe(503);
    published.status = 200;
    workspace.time.now = addSeconds(workspace.time.now, 60);
    await person.signIn();
    expect((await push(token)).status).toBe(202);
    expect(await isSignedIn(person)).toBe(false);
  });

  test("have https addresses, and fetched or pasted keys may not be secret", async () => {
    const by = { actor: admin.viewer, now: workspace.time.now };
    const at = (url: string) =>
      eventSourceFields.parse({ name: "x", issuer: url, audience, keySource: "url", jwksUrl: url });
    for (const url of ["http://idp.example/jwks", jwksUrl, "ftp://x", "", "https://user:pw@idp.example/"]) {
      const registration = { ...at(url || " x"), ...by, config: { origin: "https://countersign.example" } };
      await expect(registerEventSource(workspace.db, registration)).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
    const sets = [
      "{}",
      '{"keys":[]}',
      '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}',
      JSON.stringify({ keys: [{ ...ec.jwk, d: "x" }] }),
    ];
    for (const jwks of sets) {
      const fields = { name: "x", issuer: "y", audience, keySource: "pasted", jwks };
      expect(eventSourceFields.safeParse(fields).success).toBe(false);
    }
  });
});
