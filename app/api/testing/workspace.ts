import { createHash, createHmac, type KeyObject, sign } from "node:crypto";
import { eq } from "drizzle-orm";
import { pino } from "pino";
import { afterAll } from "vitest";
import { api } from "#app/api/index";
import { type Runtime, startRuntime } from "#app/process/runtime";
import type { Database } from "#db/client";
import type { Role } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { createTestDatabase } from "#db/testing/database";
import { createAgent } from "#lib/agents/create-agent";
import { addPublicKey } from "#lib/agents/keys/add-public-key";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { findDecidable } from "#lib/approvals/find-decidable";
import { offerStatement } from "#lib/approvals/offer-statement";
import { readConfig } from "#lib/config";
import type { MasterSecret } from "#lib/crypto/seal";
import { issueSetUp } from "#lib/enrollment/issue-set-up";
import { openEventHub } from "#lib/events/open";
import { invitePerson } from "#lib/membership/invite-person";
import { findAcceptance } from "#lib/ownership/offers/find-acceptance";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import type { AssertionJson } from "#lib/passkeys/credential-json";
import { type Faults, SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { findViewer, type Viewer } from "#lib/sessions/session";
import { TestWorkspace } from "#lib/testing/workspace";

const origin = "http://localhost:3000";
const site = { origin, rpId: "localhost" };

/**
 * A complete Countersign without a port: the real routes on a real database, with people whose
 * passkeys are software. For tests only.
 */
export class Workspace {
  /** Inserts rows directly, for states that no call reaches. */
  readonly rows: TestWorkspace;

  private constructor(
    readonly db: Database,
    readonly runtime: Runtime,
    readonly time: { now: Date },
    readonly closing: AbortController,
  ) {
    this.rows = new TestWorkspace(db, () => time.now);
  }

  /** Opens a workspace on a new database and sets it up. Call at the top of a test file. */
  static async open(): Promise<{ workspace: Workspace; admin: TestPerson }> {
    const workspace = Workspace.on(await createTestDatabase(), new Date());
    const { db, time } = workspace;
    const token = (await issueSetUp(db, time.now)) ?? "";
    const form = { token, workspace: "Test", name: "Ada Admin", email: "ada@example.com" };
    return { workspace, admin: await workspace.enrolled("/api/setup", form) };
  }

  /** Opens a workspace on a database that has one, at a given time. */
  static on({ db, url }: { db: Database; url: string }, now: Date): Workspace {
    const time = { now };
    const closing = new AbortController();
    const events = openEventHub({ url, db });
    afterAll(async () => {
      await events.close();
      // The next test file of this process starts a runtime of its own (app/process/runtime.ts).
      Reflect.deleteProperty(globalThis, Symbol.for("countersign.runtime"));
    });
    const running: Runtime = {
      config: readConfig({ ASKS_PER_MINUTE: "100000", PENDING_PER_AGENT: "100000" }),
      db,
      secret: "0123456789abcdef0123456789abcdef" as MasterSecret,
      events,
      log: pino({ level: "silent" }),
      clock: () => time.now,
      closing: closing.signal,
    };
    startRuntime(running);
    return new Workspace(db, running, time, closing);
  }

  /** Invites a person who then enrolls a passkey; the passkey is confirmed by default. */
  async person(
    name: string,
    roles: Role[],
    admin: TestPerson,
    { isConfirmed = true } = {},
  ): Promise<TestPerson> {
    const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.com`;
    const { token } = await invitePerson(this.db, {
      actor: admin.viewer,
      name,
      email,
      roles,
      now: this.time.now,
    });
    const person = await this.enrolled("/api/enrolments", { token });
    if (isConfirmed)
      await this.db
        .update(passkeys)
        .set({ confirmedAt: this.time.now, confirmedWith: "operator" })
        .where(eq(passkeys.personId, person.viewer.personId));
    return person;
  }

  /** An agent with its own Ed25519 key. */
  async agent(admin: TestPerson, owner: TestPerson, backups: TestPerson[] = []): Promise<TestAgent> {
    const { now } = this.time;
    const backupIds = backups.map(({ viewer }) => viewer.personId);
    const ownerId = owner.viewer.personId;
    const { agentId } = await createAgent(this.db, {
      actor: admin.viewer,
      name: "Refund bot",
      ownerId,
      backupIds,
      now,
    });
    const { publicKey, privateKey } = newKeyPair();
    await addPublicKey(this.db, { actor: admin.viewer, agentId, publicKey, now });
    return new TestAgent(this, agentId, privateKey);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return Promise.resolve(api.request(path, { headers }));
  }

  private async enrolled(path: string, form: Record<string, string>): Promise<TestPerson> {
    const authenticator = new SoftAuthenticator(site);
    const asked = await browse(`${path}/options`, form);
    const { options } = (await asked.json()) as { options: Parameters<SoftAuthenticator["create"]>[0] };
    const response = await browse(path, { ...form, credential: authenticator.create(options) });
    if (response.status !== 201) throw new Error(`enrolment failed: ${await response.text()}`);
    const cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const viewer = await findViewer(this.db, cookie.slice(cookie.indexOf("=") + 1), this.time.now);
    if (!viewer) throw new Error("no session after enrolment");
    return new TestPerson(this, viewer, cookie, authenticator);
  }
}

/** A person in a browser, with a session and a passkey. */
export class TestPerson {
  constructor(
    private readonly workspace: Workspace,
    readonly viewer: Viewer,
    public cookie: string,
    readonly authenticator: SoftAuthenticator,
  ) {}

  /** A new session, by passkey, as when the old one has ended. */
  async signIn(): Promise<void> {
    const { options } = (await (await browse("/api/session/options", {})).json()) as {
      options: { challenge: string };
    };
    const response = await browse("/api/session", { credential: this.authenticator.get(options) });
    if (response.status !== 201) throw new Error(`sign-in failed: ${await response.text()}`);
    this.cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  }

  post(path: string, body: unknown): Promise<Response> {
    return browse(path, body, this.cookie);
  }

  /** Adds to a form what the browser adds when the person confirms the act. */
  async confirmForm(form: FormData, act: ConfirmedAct): Promise<void> {
    form.set("confirmation", JSON.stringify(await this.confirm(act)));
    form.set("confirmedAct", act);
  }

  /** The passkey's answer to a challenge to confirm the act. */
  async confirm(
    act: ConfirmedAct,
    faults: Faults = {},
    passkey = this.authenticator,
  ): Promise<AssertionJson> {
    const asked = await this.post("/api/passkeys/confirmations", { act });
    if (asked.status !== 200) throw new Error(`no challenge: ${await asked.text()}`);
    const { options } = (await asked.json()) as { options: { challenge: string } };
    return passkey.get(options, faults);
  }

  /** The approval page's data for the browser: the statement and its seal. */
  async read(requestId: string): Promise<{ statement: string; seal: string }> {
    const { db, time, runtime } = this.workspace;
    const { personId } = this.viewer;
    const subject = await findDecidable(db, { requestId, personId, now: time.now });
    const { bytes, seal } = offerStatement(subject, {
      approverId: personId,
      secret: runtime.secret,
      now: time.now,
    });
    return { statement: Buffer.from(bytes).toString("base64url"), seal };
  }

  /**
   * Accepts another person's offered agent with the passkey, and leaves the agent's keys active.
   */
  async takeOver(agentId: string, offerer: TestPerson): Promise<void> {
    const { db, time } = this.workspace;
    const offers = [{ agentId, toPersonId: this.viewer.personId }];
    const [offerId = ""] = await offerOwnership(db, { actor: offerer.viewer, offers, now: time.now });
    const accepted = await this.accept({ offerIds: [offerId], keepsKeysOf: [agentId] });
    if (accepted.status !== 201) throw new Error(`not accepted: ${await accepted.text()}`);
  }

  /** Accepts open offers with the passkey. */
  async accept(choice: { offerIds: string[]; keepsKeysOf?: string[] }): Promise<Response> {
    const { db, time, runtime } = this.workspace;
    const reading = { viewer: this.viewer, ...choice, secret: runtime.secret, now: time.now };
    const offer = await findAcceptance(db, reading);
    if (!offer) throw new Error(`not open: ${choice.offerIds}`);
    const shown = { statement: Buffer.from(offer.bytes).toString("base64url"), seal: offer.seal };
    const asked = await this.post("/api/ownership/challenges", shown);
    if (!asked.ok) throw new Error(`no challenge: ${await asked.text()}`);
    const { options } = (await asked.json()) as { options: { challenge: string } };
    return this.post("/api/ownership/acceptances", { credential: this.authenticator.get(options) });
  }

  /** A whole approval: reads the request, asks for the challenge, signs it and sends it. */
  async approve(requestId: string, faults: Faults = {}, passkey = this.authenticator): Promise<Response> {
    const credential = await this.sign(requestId, faults, passkey);
    return this.post(`/api/requests/${requestId}/approvals`, { credential });
  }

  /** An approval up to the moment before it is sent. */
  async sign(requestId: string, faults: Faults = {}, passkey = this.authenticator) {
    const asked = await this.post(`/api/requests/${requestId}/challenges`, await this.read(requestId));
    if (asked.status !== 201) throw new Error(`no challenge: ${await asked.text()}`);
    const { options } = (await asked.json()) as { options: { challenge: string } };
    return passkey.get(options, faults);
  }
}

/** An agent that signs calls with a private key or a shared secret. */
export class TestAgent {
  constructor(
    private readonly workspace: Workspace,
    readonly id: string,
    readonly privateKey: KeyObject,
  ) {}

  /** Sends an ask; `webhookId` repeats an earlier one. */
  ask(body: unknown, webhookId = `msg_${Math.random().toString(36).slice(2)}`): Promise<Response> {
    return this.call(`/api/v1/agents/${this.id}/requests`, JSON.stringify(body), webhookId);
  }

  /** Reads the state of a request, with its wait token. */
  follow(wait: { url: string; token: string }): Promise<Response> {
    return this.workspace.get(new URL(wait.url).pathname, { authorization: `Bearer ${wait.token}` });
  }

  /** The same calls, signed with another key. */
  as(privateKey: KeyObject): TestAgent {
    return new TestAgent(this.workspace, this.id, privateKey);
  }

  /** An agent with the same key but another agent's ID. */
  named(agentId: string): TestAgent {
    return new TestAgent(this.workspace, agentId, this.privateKey);
  }

  redeem(grant: string, action: unknown, more: object = {}): Promise<Response> {
    return this.call("/api/v1/grants/redemptions", JSON.stringify({ grant, action, ...more }));
  }

  async call(
    path: string,
    body: string,
    webhookId = "msg_redeem",
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const signed = this.signature(body, webhookId);
    return api.request(path, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...signed, ...headers },
    });
  }

  signature(body: string, webhookId: string): Record<string, string> {
    const timestamp = String(Math.floor(this.workspace.time.now.getTime() / 1000));
    return {
      "webhook-id": webhookId,
      "webhook-timestamp": timestamp,
      "webhook-signature": signatureBy(this.privateKey, `${webhookId}.${timestamp}.${body}`),
    };
  }
}

/** A Standard Webhooks signature: HMAC-SHA-256 by a secret, Ed25519 by a private key. */
export function signatureBy(key: KeyObject, text: string): string {
  if (key.type === "secret") return `v1,${createHmac("sha256", key).update(text).digest("base64")}`;
  return `v1a,${sign(null, Buffer.from(text), key).toString("base64")}`;
}

/** A POST as our own pages send it. */
export async function browse(path: string, body: unknown, cookie = ""): Promise<Response> {
  const headers = { origin, cookie, "content-type": "application/json" };
  return api.request(path, { method: "POST", body: JSON.stringify(body), headers });
}

/**
 * A refund. The default policy requires one approval for 1250; other amounts are auto-approved,
 * need two approvals or are blocked.
 */
export function refund(amount: unknown = 1250, more: object = {}) {
  return { type: "refund.create", resource: "charge/ch_81", params: { amount, currency: "USD" }, ...more };
}

/** The `code` of a problem document. */
export async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { code: string }).code;
}

/** base64url of a SHA-256, as `ath` has it. */
export function hashed(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
