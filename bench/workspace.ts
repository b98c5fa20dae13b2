import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Database } from "#db/client";
import { createAgent } from "#lib/agents/create-agent";
import { addPublicKey } from "#lib/agents/keys/add-key";
import type { MasterSecret } from "#lib/crypto/seal";
import { setUpOptions } from "#lib/membership/set-up-options";
import { setUpWorkspace } from "#lib/membership/set-up-workspace";
import { issueSetUp } from "#lib/passkeys/enrollment/issue-set-up";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { ruleSchema } from "#lib/policy/language/rule";
import { insertVersion } from "#lib/policy/versions/insert-version";
import { versionInForce } from "#lib/policy/versions/versions";
import { findViewer, type Viewer } from "#lib/sessions/session";
import { type PreparedRequest, prepareRequest } from "./http-client.ts";

/** The servers' database, and what they share. */
export interface Place {
  db: Database;
  databaseUrl: string;
  secret: MasterSecret;
  /** The folder of the built pages. */
  build: string;
  /** Where the server writes a profile of its main thread, if at all. */
  profileFolder: string | undefined;
}

export interface BenchWorkspace {
  owner: Viewer;
  authenticator: SoftAuthenticator;
  agents: BenchAgent[];
}

/** A workspace with one owner and some agents. */
export async function createWorkspace(
  db: Database,
  secret: MasterSecret,
  agentCount: number,
): Promise<BenchWorkspace> {
  const now = new Date();
  const config = { origin: "http://localhost:3000", rpId: "localhost" };
  const token = (await issueSetUp(db, now)) ?? "";
  const form = { token, workspace: "Bench", name: "Bench Owner", email: "owner@example.com" };
  const options = await setUpOptions(db, { ...form, config, now });
  const authenticator = new SoftAuthenticator(config);
  const { session } = await setUpWorkspace(db, {
    ...form,
    credential: authenticator.create(options),
    config,
    secret,
    now,
  });
  const owner = await findViewer(db, session.token, now);
  if (!owner) throw new Error("set-up gave no session");
  const agents = await Promise.all(Array.from({ length: agentCount }, () => BenchAgent.enroll(db, owner)));
  return { owner, authenticator, agents };
}

/** Publishes a version of the policy with one more rule. */
export async function publishRule(db: Database, personId: string, rule: object): Promise<void> {
  const { version, rules, defaultOutcome, unclassified, catalog } = await versionInForce(db);
  const actor = { type: "person", id: personId } as const;
  const content = { rules: [...rules, ruleSchema.parse(rule)], defaultOutcome, unclassified, catalog };
  await insertVersion(db, { version: version + 1, ...content, actor, now: new Date() });
}

/** The agent of the nth call: the calls go round the agents. */
export function agentOf(agents: BenchAgent[], index: number): BenchAgent {
  const agent = agents[index % agents.length];
  if (!agent) throw new Error("no agents");
  return agent;
}

let serial = 0;

/** An agent whose signed calls are made before the clock starts. */
export class BenchAgent {
  private constructor(
    readonly id: string,
    private readonly privateKey: KeyObject,
  ) {}

  static async enroll(db: Database, owner: Viewer): Promise<BenchAgent> {
    const now = new Date();
    const { agentId } = await createAgent(db, {
      actor: owner,
      name: "Bench agent",
      ownerId: owner.personId,
      now,
    });
    const pair = generateKeyPairSync("ed25519");
    const raw = Buffer.from(pair.publicKey.export({ format: "jwk" }).x ?? "", "base64url");
    await addPublicKey(db, { actor: owner, agentId, publicKey: `whpk_${raw.toString("base64")}`, now });
    return new BenchAgent(agentId, pair.privateKey);
  }

  /** The private key as a credentials file has it: `whsk_` and the 64 bytes of seed and public key. */
  get key(): string {
    const { d = "", x = "" } = this.privateKey.export({ format: "jwk" });
    const bytes = Buffer.concat([Buffer.from(d, "base64url"), Buffer.from(x, "base64url")]);
    return `whsk_${bytes.toString("base64")}`;
  }

  ask(amount: number): PreparedRequest {
    const body = JSON.stringify({
      action: refund(amount),
      reason: "Customer was billed twice",
      expires_in: 900,
    });
    return this.signed(`/api/v1/agents/${this.id}/requests`, body);
  }

  redeem(grant: string, amount: number): PreparedRequest {
    return this.signed("/api/v1/grants/redemptions", JSON.stringify({ grant, action: refund(amount) }));
  }

  private signed(path: string, body: string): PreparedRequest {
    const id = `msg_${process.pid}_${serial++}`;
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = sign(null, Buffer.from(`${id}.${timestamp}.${body}`), this.privateKey).toString(
      "base64",
    );
    return prepareRequest(
      "POST",
      path,
      {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": `v1a,${signature}`,
      },
      body,
    );
  }
}

function refund(amount: number) {
  return { type: "refund.create", resource: "charge/ch_81", params: { amount, currency: "USD" } };
}
