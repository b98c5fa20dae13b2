import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { agentKeys, agents } from "#db/schema/agents";
import { workspace } from "#db/schema/directory";
import { grants } from "#db/schema/grants";
import { breakGlassReviews, type requests } from "#db/schema/requests";
import type { AuditEventType } from "#lib/audit/event-types";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";

const day = 86_400;

/** A workspace with every figure known. `now` is noon, so that today has begun. */
export class KnownWorkspace extends TestWorkspace {
  /** When something happened, so many days before now. */
  ago(days: number): Date {
    return addSeconds(now, -days * day);
  }

  static override async open(): Promise<KnownWorkspace> {
    const { db } = await TestWorkspace.open();
    const known = new KnownWorkspace(db);
    await db.insert(workspace).values({ name: "Known", createdAt: known.ago(400), attestationDays: 90 });
    return known;
  }

  async agentWith(
    name: string,
    owner: { personId: string },
    more: Partial<typeof agents.$inferInsert> = {},
  ): Promise<TestAgent> {
    const agent = await this.agent(name, owner);
    await this.db
      .update(agents)
      .set({ attestedAt: now, ...more })
      .where(eq(agents.id, agent.id));
    return agent;
  }

  async key(
    agent: { id: string },
    more: { days: number; hmac?: boolean; publicKey?: Uint8Array; revoked?: boolean; expired?: boolean },
  ): Promise<string> {
    const material = more.hmac
      ? { algorithm: "hmac-sha256" as const, secretSealed: randomBytes(8) }
      : { algorithm: "ed25519" as const, publicKey: more.publicKey ?? randomBytes(32) };
    const id = newId("key", now);
    await this.db.insert(agentKeys).values({
      id,
      agentId: agent.id,
      ...material,
      addedBy: "test",
      createdAt: this.ago(more.days),
      expiresAt: more.expired ? now : addSeconds(now, day),
      revokedAt: more.revoked ? now : null,
    });
    return id;
  }

  async event(type: AuditEventType, days: number, subject: { agent?: string } = {}): Promise<void> {
    const fact = { type, actor: { type: "system" as const, id: "test" }, subject, data: {} };
    await this.db.transaction((tx) => recordAudit(tx, fact, this.ago(days)));
  }

  /**
   * A test agent that every list of agents would show if it were none, with a decided and a pending
   * request that every list of requests would.
   */
  async testAgent(owner: { personId: string }): Promise<void> {
    const agent = { id: newId("agt", now), ownerId: owner.personId };
    await this.db.insert(agents).values({
      ...{ ...agent, name: "Test agent", status: "quarantined", isTest: true },
      ...{ createdBy: owner.personId, createdAt: this.ago(200), attestedAt: this.ago(200) },
    });
    const asked = {
      edge: "test" as const,
      ruleIds: [],
      monitored: { ruleIds: ["a"], outcome: "block" as const },
    };
    await this.request(agent, {
      ...{
        ...asked,
        state: "approved",
        closedAt: now,
        approvalsGiven: 1,
        unchecked: "policy",
        secondsAgo: 60,
      },
    });
    await this.request(agent, { ...asked, unchecked: "rules" });
    for (const type of ["request.pending", "request.pending", "request.approved"] as const)
      await this.event(type, 0, { agent: agent.id });
  }

  /** A request decided by people after so many seconds, made so many days ago, with its event. */
  async decided(
    agent: TestAgent,
    state: "approved" | "denied",
    days: number,
    seconds: number,
    more: Partial<typeof requests.$inferInsert> = {},
  ): Promise<string> {
    const closedAt = this.ago(days);
    const secondsAgo = days * day + seconds;
    await this.event(`request.${state}`, days);
    return this.request(agent, { state, secondsAgo, closedAt, approvalsGiven: 1, ...more });
  }

  /** A grant whose time passed so many days ago, of a request from a minute before. */
  async unusedGrant(agent: TestAgent, days: number): Promise<void> {
    const requestId = await this.request(agent, { state: "allowed", secondsAgo: days * day + 60 });
    await this.db.insert(grants).values({
      ...{ id: newId("gnt", now), requestId, agentId: agent.id, ownerId: agent.ownerId, ownerEpoch: 1 },
      ...{ actionDigest: "digest", kid: "kid", claims: "{}", state: "issued" },
      ...{ issuedAt: this.ago(days + 1), expiresAt: this.ago(days) },
    });
  }

  async breakGlassNotice(requestId: string, by: { personId: string }, dueInDays: number): Promise<void> {
    const approvalId = await this.decision(requestId, by, "approve");
    await this.db.insert(breakGlassReviews).values({
      ...{ approvalId, requestId, usedBy: by.personId, usedAt: now },
      dueAt: addSeconds(now, dueInDays * day),
    });
  }
}
