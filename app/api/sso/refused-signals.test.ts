import { SignJWT } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { revokeEventSource } from "#lib/provisioning/signals/list-event-sources";
import { about, audience, Key, openEventSource, pasted, push, risc } from "./testing/signal-source.ts";

const source = await openEventSource();
const { workspace, admin, register, make, isSignedIn, statusOf, newPerson } = source;
const { plain, rsa, later } = source.keys;
let number = 0;
let person: SignedInPerson;

beforeEach(async () => {
  person = await newPerson();
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
    "of another event source's issuer": [
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

  test("in another kind of body, or of an event source that was revoked", async () => {
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
