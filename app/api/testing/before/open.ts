import { createPrivateKey, type JsonWebKey } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import postgres from "postgres";
import { api } from "#app/api/index";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { SignedInPerson } from "#app/api/testing/signed-in-person";
import { migrate } from "#db/migrate";
import { createTestDatabase } from "#db/testing/database";
import { migrateTo } from "#db/testing/migrate-to";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import type { Viewer } from "#lib/sessions/session";
import { signedHeaders } from "../../../../bin/client/agent/keys.mjs";
import { verifyOwnershipReceipt, verifyReceipt } from "../../../../bin/client/receipts/verify.mjs";

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
  answer: Answer;
}

/** The body of a response to an ask or a wait. */
export interface Answer {
  request: { id: string; state: string };
  grant?: string;
  wait: { url: string; token: string };
}

/** The last migration of each earlier release, by the folder of its records. */
const lastMigrations = { "0030": "0030_standing", "0037": "0037_agent_key_added_by" };

/** The records from the time when a workspace was created: see README.md in this folder. */
export class Records<More = object> {
  readonly asks: Record<string, OldAsk>;
  readonly jwks: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: tests say which members they expect
  readonly receipts: any[];
  readonly world: World & More;

  constructor(private readonly folder: keyof typeof lastMigrations) {
    this.asks = this.object("asks.json");
    this.jwks = this.object("jwks.json");
    this.receipts = this.names("receipts").map((name) => this.object(`receipts/${name}`));
    this.world = this.object("world.json");
  }

  /** The exported policy file. */
  get policyFile(): string {
    return this.text(this.names("").find((name) => name.startsWith("policy-version-")) ?? "");
  }

  asked(name: string): OldAsk {
    const found = this.asks[name];
    if (!found) throw new Error(`there was no ask "${name}"`);
    return found;
  }

  object(name: string) {
    return JSON.parse(this.text(name));
  }

  text(name: string): string {
    return readFileSync(this.url(name), "utf8");
  }

  /**
   * The workspace brought to today's schema, one minute later.
   * @param edit changes `data.sql`, for an address that differs in each run
   */
  async open(edit = (sql: string) => sql): Promise<OldWorkspace> {
    const database = await createTestDatabase({ template: "template0" });
    await migrateTo(database.url, lastMigrations[this.folder]);
    const client = postgres(database.url, { max: 1, onnotice: () => {} });
    await client.unsafe(edit(this.text("data.sql")));
    await client.end();
    await migrate(database.url);
    const workspace = RunningWorkspace.on(database, new Date(Date.parse(this.world.now) + 60_000));
    return new OldWorkspace(workspace, this.world);
  }

  /** An agent with the credentials file of its command line. */
  agent(workspace: RunningWorkspace, kind: "ed25519" | "hmac"): OldAgent {
    return new OldAgent(workspace, this.object(`credentials-${kind}.json`));
  }

  private names(folder: string): string[] {
    return readdirSync(this.url(folder)).sort();
  }

  private url(name: string): URL {
    return new URL(`${this.folder}/${name}`, import.meta.url);
  }
}

/** A workspace of an earlier release and its people. */
export class OldWorkspace {
  // One authenticator for each person: a passkey counts its signatures.
  readonly #people = new Map<string, SignedInPerson>();

  constructor(
    readonly workspace: RunningWorkspace,
    private readonly world: World,
  ) {}

  person(id: string): SignedInPerson {
    const known = this.#people.get(id) ?? this.#read(id);
    this.#people.set(id, known);
    return known;
  }

  /** The state of a request from the old data, read with its old wait token. */
  async follow({ answer: { wait } }: Pick<OldAsk, "answer">): Promise<Answer> {
    const headers = { authorization: `Bearer ${wait.token}` };
    return (await (await this.workspace.get(new URL(wait.url).pathname, headers)).json()) as Answer;
  }

  #read(id: string): SignedInPerson {
    const known = this.world.people[id];
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
    return new SignedInPerson(this.workspace.runtime, known.viewer, known.cookie, authenticator);
  }
}

/** Calls as an agent from the old data. */
export class OldAgent {
  constructor(
    private readonly workspace: RunningWorkspace,
    private readonly credentials: { agent: string; key: string },
  ) {}

  ask(action: object): Promise<Response> {
    return this.call(`/api/v1/agents/${this.credentials.agent}/requests`, JSON.stringify({ action }));
  }

  /** Sends an old ask once more, byte for byte. */
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

export function actionOf({ body }: OldAsk): object {
  return JSON.parse(body).action;
}

/** The checks of a receipt that fail with the pinned keys, none if it verifies. */
export function checksThatFail(receipt: { type: string }, pinned: unknown): string[] {
  const verify = receipt.type === "countersign.receipt" ? verifyReceipt : verifyOwnershipReceipt;
  const failed = verify(receipt, { pinned }).checks.filter(({ passed }) => !passed);
  return failed.map(({ name, detail }) => `${name}: ${detail}`);
}
