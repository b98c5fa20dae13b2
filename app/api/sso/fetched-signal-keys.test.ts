import { beforeEach, describe, expect, test } from "vitest";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { addSeconds } from "#lib/kernel/clock";
import { eventSourceFields, registerEventSource } from "#lib/provisioning/signals/register-event-source";
import { about, audience, caep, fetched, type Key, openEventSource, push } from "./testing/signal-source.ts";

const source = await openEventSource();
const { workspace, admin, published, jwksUrl, make, isSignedIn, newPerson } = source;
const { ec, later } = source.keys;
let person: SignedInPerson;

beforeEach(async () => {
  person = await newPerson();
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
