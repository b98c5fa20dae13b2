import { randomBytes } from "node:crypto";
import type { Database } from "#db/client";
import { agentKeys } from "#db/schema/agents";
import { addSeconds } from "#lib/kernel/clock";
import { now, type TestWorkspace } from "#lib/testing/workspace";

/**
 * An agent with a key, and ways to fill the tables behind it with many rows at a time. For tests of
 * plans.
 */
export class BusyAgent {
  private constructor(
    readonly db: Database,
    readonly id: string,
    readonly ownerId: string,
  ) {}

  get keyId(): string {
    return `key_${this.id}`;
  }

  static async add(db: Database, workspace: TestWorkspace): Promise<BusyAgent> {
    const owner = await workspace.person("Olga Owner");
    const { id } = await workspace.agent("Busy bot", owner);
    const publicKey = new Uint8Array(randomBytes(32));
    const expiresAt = addSeconds(now, 30 * 86_400);
    const key = { id: `key_${id}`, agentId: id, algorithm: "ed25519", createdAt: now, expiresAt } as const;
    await db.insert(agentKeys).values({ ...key, publicKey, addedBy: owner.personId });
    return new BusyAgent(db, id, owner.personId);
  }

  /** Inserts many requests, numbered from `first`, each with a grant when it is allowed. They expire after 300 seconds by default. */
  async fill(state: "allowed" | "pending", count: number, first = 0, lifeSeconds = 300): Promise<void> {
    const sql = this.db.$client;
    const [created, expires] = [now.toISOString(), addSeconds(now, lifeSeconds).toISOString()];
    await sql`
      with made as (
        insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, owner_id,
          owner_epoch, policy_version, rule_ids, approvals_required, grant_ttl_seconds, created_at, expires_at)
        select 'req_' || ${this.id} || lpad(n::text, 12, '0'), ${this.id}, ${this.keyId}, 'msg_' || n, '\\x00', ${state}, '{}', 'refund.create',
          'digest', ${this.ownerId}, 1, 1, '{}', 1, 300, ${created}::timestamptz, ${expires}::timestamptz
        from generate_series(${first}::int, ${first + count - 1}::int) n returning id)
      insert into grants (id, request_id, agent_id, owner_id, owner_epoch, action_digest, kid, claims, state, issued_at, expires_at)
      select 'gnt' || substr(id, 4), id, ${this.id}, ${this.ownerId}, 1, 'digest', 'kid', repeat('c', 700), 'issued',
        ${created}::timestamptz, ${expires}::timestamptz
      from made where ${state} = 'allowed'`;
  }

  grantId(n: number): string {
    return `gnt_${this.id}${String(n).padStart(12, "0")}`;
  }
}
