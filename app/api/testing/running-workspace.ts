import { eq } from "drizzle-orm";
import { pino } from "pino";
import { afterAll } from "vitest";
import { api } from "#app/api/index";
import { type Runtime, startRuntime } from "#app/runtime/runtime";
import type { Database } from "#db/client";
import type { Role } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { createTestDatabase } from "#db/testing/database";
import { createAgent } from "#lib/agents/create-agent";
import { addPublicKey } from "#lib/agents/keys/add-key";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import type { MasterSecret } from "#lib/crypto/seal";
import { openEventHub } from "#lib/events/open";
import { readConfig } from "#lib/kernel/config";
import { invitePerson } from "#lib/membership/invite-person";
import { openOutboundClient } from "#lib/outbound/client";
import { issueSetUp } from "#lib/passkeys/enrollment/issue-set-up";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { findViewer } from "#lib/sessions/session";
import { TestWorkspace } from "#lib/testing/workspace";
import { CallingAgent } from "./calling-agent.ts";
import { browse, SignedInPerson, site } from "./signed-in-person.ts";

interface Place {
  db: Database;
  url: string;
}

/**
 * A complete Countersign without a port: the real routes on a real database, with people whose
 * passkeys are software. For tests only.
 */
export class RunningWorkspace {
  /** Inserts rows directly, for states that no call reaches. */
  readonly rows: TestWorkspace;

  private constructor(
    readonly db: Database,
    readonly runtime: Runtime,
    readonly time: { now: Date },
    readonly closing: AbortController,
    /** The address of the database. */
    readonly url: string,
  ) {
    this.rows = new TestWorkspace(db, () => time.now);
  }

  /**
   * Opens a workspace on a new database, or on this empty one, and sets it up. Call at the top of a test
   * file.
   */
  static async open(on?: Place): Promise<{ workspace: RunningWorkspace; admin: SignedInPerson }> {
    const workspace = RunningWorkspace.on(on ?? (await createTestDatabase()), new Date());
    const { db, time } = workspace;
    const token = (await issueSetUp(db, time.now)) ?? "";
    const form = { token, workspace: "Test", name: "Ada Admin", email: "ada@example.com" };
    return { workspace, admin: await workspace.enrolled("/api/setup", form) };
  }

  /** As {@link open}, with an approver who can own agents. */
  static async withOwner(on?: Place) {
    const { workspace, admin } = await RunningWorkspace.open(on);
    return { workspace, admin, owner: await workspace.person("Olga Owner", ["approver"], admin) };
  }

  /** As {@link withOwner}, with an agent of the owner's. */
  static async withAgent(on?: Place) {
    const { workspace, admin, owner } = await RunningWorkspace.withOwner(on);
    return { workspace, admin, owner, agent: await workspace.agent(admin, owner) };
  }

  /** Opens a workspace on a database that has one, at a given time. */
  static on({ db, url }: Place, now: Date): RunningWorkspace {
    const time = { now };
    const closing = new AbortController();
    const events = openEventHub({ url, db });
    afterAll(async () => {
      await events.close();
      await outbound.close();
      // The next test file of this process starts a runtime of its own (app/runtime/runtime.ts).
      Reflect.deleteProperty(globalThis, Symbol.for("countersign.runtime"));
    });
    const config = readConfig({ ASKS_PER_MINUTE: "100000", PENDING_PER_AGENT: "100000" });
    const outbound = openOutboundClient(config);
    const running: Runtime = {
      channels: [],
      downloads: [],
      documents: { version: "0", texts: new Map() },
      isDemo: false,
      config,
      outbound,
      db,
      secret: "0123456789abcdef0123456789abcdef" as MasterSecret,
      events,
      log: pino({ level: "silent" }),
      clock: () => time.now,
      closing: closing.signal,
    };
    startRuntime(running);
    return new RunningWorkspace(db, running, time, closing, url);
  }

  /** Invites a person who then enrolls a passkey; the passkey is confirmed by default. */
  async person(
    name: string,
    roles: Role[],
    admin: SignedInPerson,
    { isConfirmed = true } = {},
  ): Promise<SignedInPerson> {
    const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.com`;
    const { token } = await invitePerson(this.db, {
      actor: admin.viewer,
      name,
      email,
      roles,
      now: this.time.now,
    });
    const person = await this.enrolled("/api/enrollments", { token });
    if (isConfirmed)
      await this.db
        .update(passkeys)
        .set({ confirmedAt: this.time.now, confirmedWith: "operator" })
        .where(eq(passkeys.personId, person.viewer.personId));
    return person;
  }

  /** An agent with its own Ed25519 key. */
  async agent(
    admin: SignedInPerson,
    owner: SignedInPerson,
    backups: SignedInPerson[] = [],
  ): Promise<CallingAgent> {
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
    return new CallingAgent(this.runtime, agentId, privateKey);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return Promise.resolve(api.request(path, { headers }));
  }

  private async enrolled(path: string, form: Record<string, string>): Promise<SignedInPerson> {
    const authenticator = new SoftAuthenticator(site);
    const asked = await browse(`${path}/options`, form);
    const { options } = (await asked.json()) as { options: Parameters<SoftAuthenticator["create"]>[0] };
    const response = await browse(path, { ...form, credential: authenticator.create(options) });
    if (response.status !== 201) throw new Error(`enrollment failed: ${await response.text()}`);
    const cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const viewer = await findViewer(this.db, cookie.slice(cookie.indexOf("=") + 1), this.time.now);
    if (!viewer) throw new Error("no session after enrollment");
    return new SignedInPerson(this.runtime, viewer, cookie, authenticator);
  }
}
