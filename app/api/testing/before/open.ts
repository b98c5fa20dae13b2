import { createPrivateKey, type JsonWebKey } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import postgres from "postgres";
import { TestPerson, Workspace } from "#app/api/testing/workspace";
import { migrate } from "#db/migrate";
import { createTestDatabase } from "#db/testing/database";
import { migrateTo } from "#db/testing/migrate-to";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import type { Viewer } from "#lib/sessions/session";
import { signedHeaders } from "../../../../bin/client/agent/keys.mjs";
import { api } from "../../index.ts";

interface StoredPasskey {
  id: string;
  privateKey: JsonWebKey;
  cosePublicKey: string;
  userHandle: string;
  counter: number;
}

interface World {
  now: string;
  openOffer: string;
  policyToken: string;
  /** The digest of the version proposed by one admin. */
  proposal: string;
  people: Record<string, { viewer: Viewer; cookie: string; passkey: StoredPasskey }>;
}

/** A recorded ask and its answer. */
export interface OldAsk {
  agent: string;
  webhookId: string;
  body: string;
  status: number;
  answer: { request: { id: string; state: string }; wait: { url: string; token: string } };
}

const file = (name: string) => new URL(name, import.meta.url);
const readText = (name: string) => readFileSync(file(name), "utf8");
const readObject = (name: string) => JSON.parse(readText(name));

/** The records from the time when the data was created: see README.md in this folder. */
export const before = {
  asks: readObject("asks.json") as Record<string, OldAsk>,
  jwks: readObject("jwks.json"),
  policyFile: readText("policy-version-2.json"),
  receipts: readdirSync(file("receipts")).map((name) => readObject(`receipts/${name}`)),
  world: readObject("world.json") as World,
};

/** A workspace of the earlier release, brought to today's schema, one minute later. */
export async function openBefore(): Promise<{ workspace: Workspace; person: (id: string) => TestPerson }> {
  const people = new Map<string, TestPerson>();
  const database = await createTestDatabase({ template: "template0" });
  await migrateTo(database.url, "0030_standing");
  const client = postgres(database.url, { max: 1, onnotice: () => {} });
  await client.unsafe(readText("data.sql"));
  await client.end();
  await migrate(database.url);
  const workspace = Workspace.on(database, new Date(Date.parse(before.world.now) + 60_000));
  // One authenticator for each person: a passkey counts its signatures.
  const person = (id: string) => {
    const known = people.get(id) ?? personOf(workspace, id);
    people.set(id, known);
    return known;
  };
  return { workspace, person };
}

function personOf(workspace: Workspace, id: string): TestPerson {
  const known = before.world.people[id];
  if (!known) throw new Error(`there is no ${id}`);
  const { id: credentialId, privateKey, cosePublicKey, userHandle, counter } = known.passkey;
  const site = { origin: "http://localhost:3000", rpId: "localhost" };
  const authenticator = SoftAuthenticator.withCredential(site, {
    id: Buffer.from(credentialId, "base64url"),
    privateKey: createPrivateKey({ key: privateKey, format: "jwk" }),
    cosePublicKey: Buffer.from(cosePublicKey, "base64url"),
    userHandle,
    counter,
  });
  return new TestPerson(workspace, known.viewer, known.cookie, authenticator);
}

/** Calls as an agent from the old data, with the credentials file of its command line. */
export class OldMachine {
  private readonly credentials: { agent: string; key: string };

  constructor(
    private readonly workspace: Workspace,
    kind: "ed25519" | "hmac",
  ) {
    this.credentials = readObject(`credentials-${kind}.json`);
  }

  ask(action: object): Promise<Response> {
    return this.call(`/api/v1/agents/${this.credentials.agent}/requests`, JSON.stringify({ action }));
  }

  /** Sends an ask of before once more, byte for byte. */
  repeat({ body, webhookId }: OldAsk): Promise<Response> {
    return this.call(`/api/v1/agents/${this.credentials.agent}/requests`, body, webhookId);
  }

  redeem(grant: string, action: object): Promise<Response> {
    return this.call("/api/v1/grants/redemptions", JSON.stringify({ grant, action }));
  }

  private async call(path: string, body: string, id = `msg_${Math.random().toString(36).slice(2)}`) {
    const headers = signedHeaders(this.credentials.key, { id, body, at: this.workspace.time.now.getTime() });
    const all = { "content-type": "application/json", ...headers };
    return api.request(path, { method: "POST", body, headers: all });
  }
}
