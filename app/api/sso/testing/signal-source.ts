import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { and, eq, gte } from "drizzle-orm";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { afterAll } from "vitest";
import { api } from "#app/api/index";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { auditEvents } from "#db/schema/audit";
import { people } from "#db/schema/directory";
import { addSeconds } from "#lib/kernel/clock";
import { eventSourceFields, registerEventSource } from "#lib/provisioning/signals/register-event-source";

export const caep = "https://schemas.openid.net/secevent/caep/event-type/";
export const risc = "https://schemas.openid.net/secevent/risc/event-type/";
export const audience = "https://countersign.example/signals";
export const pasted = "https://idp.example/";
export const fetched = "https://other-idp.example";

/** A signing key of an event source. */
export class Key {
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

interface Made {
  key?: Key;
  header?: object;
  claims?: object;
}

export async function push(token: string, type = "application/secevent+jwt") {
  const headers = { "content-type": type };
  const response = await api.request("/ssf/events", { method: "POST", headers, body: token });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined };
}

export const byEmail = (person: SignedInPerson) => ({ format: "email", email: person.viewer.email });
export const about = (person: SignedInPerson, event: string) => ({ [event]: { subject: byEmail(person) } });

/**
 * A workspace with two event sources: the keys of `pasted` are stored, those of `fetched` are at
 * `jwksUrl`. For tests only; call it at the top of a test file.
 */
export async function openEventSource() {
  const { workspace, admin } = await RunningWorkspace.open();

  // The JWK names no algorithm: Countersign decides which algorithm the key is valid for.
  const plain = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const plainJwk = { ...plain.publicKey.export({ format: "jwk" }), kid: "plain" };
  const rsa = await Key.make("rsa", "RS256");
  const ec = await Key.make("ec", "ES256");
  const later = await Key.make("later", "ES256");

  /** What is at the address of the second source's keys. */
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

  async function make(events: object, { key = rsa, header = {}, claims = {} }: Made = {}): Promise<string> {
    const iat = Math.floor(workspace.time.now.getTime() / 1000);
    return new SignJWT({ iss: pasted, aud: audience, jti: `jti-${++number}`, iat, events, ...claims })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: "secevent+jwt", ...header })
      .sign(key.privateKey);
  }

  const isSignedIn = async (person: SignedInPerson) =>
    (await person.post("/api/passkeys/confirmations", { act: "passkey/add" })).status === 200;
  const statusOf = async (person: SignedInPerson) =>
    (await workspace.db.select().from(people).where(eq(people.id, person.viewer.personId)))[0]?.status;

  const eventsOf = ({ viewer }: SignedInPerson, type: "signal.received") =>
    workspace.db.$count(
      auditEvents,
      and(eq(auditEvents.type, type), eq(auditEvents.personId, viewer.personId)),
    );
  const refusals = () =>
    workspace.db.$count(
      auditEvents,
      and(eq(auditEvents.type, "signal.refused"), gte(auditEvents.at, workspace.time.now)),
    );

  /** A person who enrolls. Time moves on, because limits on enrollments are by the minute. */
  async function newPerson(): Promise<SignedInPerson> {
    workspace.time.now = addSeconds(workspace.time.now, 61);
    return workspace.person(`Person ${++number}`, ["approver"], admin);
  }

  return {
    ...{ workspace, admin, eventSourceId, keys: { plain, rsa, ec, later }, published, jwksUrl },
    ...{ register, make, isSignedIn, statusOf, eventsOf, refusals, newPerson },
  };
}
