import { randomBytes } from "node:crypto";
import type { Database } from "#db/client";
import { agentBackups, agents } from "#db/schema/agents";
import { type PersonStatus, people, type Role } from "#db/schema/directory";
import { approvals, requests } from "#db/schema/requests";
import { canonicalJson } from "#lib/canonical";
import { addSeconds } from "#lib/clock";
import { newId } from "#lib/ids";
import { type Action, actionDigest } from "#lib/policy/language/action";
import { seedPolicy } from "#lib/publishing/seed";

export const now = new Date("2026-11-24T12:00:00Z");

/** Rows put straight into a database, for tests of what people may read. */
export class QueueWorld {
  constructor(readonly db: Database) {}

  async seed(): Promise<void> {
    await this.db.transaction((tx) => seedPolicy(tx, now));
  }

  async person(name: string, roles: Role[] = ["approver"], status: PersonStatus = "active") {
    const id = newId("per", now);
    const email = `${id}@example.com`;
    await this.db.insert(people).values({ id, name, email, status, roles, createdAt: now });
    return { personId: id, roles };
  }

  async agent(name: string, owner: { personId: string }, backups: { personId: string }[] = []) {
    const id = newId("agt", now);
    const row = { id, name, ownerId: owner.personId, status: "active", createdBy: owner.personId } as const;
    await this.db.insert(agents).values({ ...row, createdAt: now });
    for (const { personId } of backups) await this.db.insert(agentBackups).values({ agentId: id, personId });
    return { id, ownerId: owner.personId };
  }

  /** A request from `secondsAgo`, with `lifeSeconds` left. */
  async request(
    agent: { id: string; ownerId: string },
    more: Partial<typeof requests.$inferInsert> & {
      wanted?: Action;
      secondsAgo?: number;
      lifeSeconds?: number;
    } = {},
  ): Promise<string> {
    const { wanted = refund, secondsAgo = 0, lifeSeconds = 600, ...columns } = more;
    const createdAt = addSeconds(now, -secondsAgo);
    const id = newId("req", createdAt);
    await this.db.insert(requests).values({
      id,
      agentId: agent.id,
      agentKeyId: newId("key", now),
      webhookId: id,
      bodyHash: randomBytes(32),
      state: "pending",
      action: canonicalJson(wanted),
      actionType: wanted.type,
      actionDigest: actionDigest(agent.id, wanted),
      ownerId: agent.ownerId,
      ownerEpoch: 1,
      policyVersion: 1,
      ruleIds: ["refund-medium"],
      approvalsRequired: 1,
      grantTtlSeconds: 300,
      createdAt,
      expiresAt: addSeconds(now, lifeSeconds),
      ...columns,
    });
    return id;
  }

  async decision(
    requestId: string,
    { personId }: { personId: string },
    decision: "approve" | "deny",
  ): Promise<string> {
    const id = newId("apr", now);
    const bytes = new Uint8Array([1]);
    const evidence = {
      ...{ statement: bytes, credentialId: "credential", publicKey: bytes, authenticatorData: bytes },
      ...{ clientDataJson: bytes, signature: bytes },
    };
    const note = decision === "deny" ? "Not this one" : null;
    await this.db
      .insert(approvals)
      .values({ id, requestId, personId, decision, note, ...evidence, createdAt: now });
    return id;
  }
}

export const refund: Action = {
  type: "refund.create",
  resource: "charge/ch_81",
  params: { amount: 1250, currency: "USD" },
};
