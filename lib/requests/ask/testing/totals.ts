import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { agentKeys } from "#db/schema/agents";
import { requests } from "#db/schema/requests";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import type { Action } from "#lib/policy/language/action";
import { rulesSchema } from "#lib/policy/language/rule";
import { insertVersion } from "#lib/policy/versions/insert-version";
import { versionInForce } from "#lib/policy/versions/versions";

import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import type { Submission } from "../submission.ts";
import { submitRequest } from "../submit.ts";

export const over1000 = {
  kind: "total",
  of: "sum",
  per: "agent",
  window: "24h",
  currencies: ["USD"],
  over: 1000,
} as const;

export function refund(amount: unknown, more: Partial<Action> = {}, currency = "USD"): Action {
  return { type: "refund.create", params: { amount, currency } as Action["params"], ...more };
}

/**
 * A workspace for asks that count towards totals. For tests only; call it at the top of a test file.
 */
export async function openTotals() {
  const { db, url } = await createTestDatabase();
  const workspace = new TestWorkspace(db);
  await workspace.seed();
  const owner = await workspace.person("Olga Owner");
  let version = 1;

  /** Refunds are auto-approved, unless these rules decide differently. */
  async function policy(...rules: object[]): Promise<void> {
    const base = {
      id: "all",
      title: "Refunds run by themselves",
      outcome: "allow",
      actions: ["refund.create"],
    };
    const { catalog } = await versionInForce(db);
    version++;
    await insertVersion(db, {
      ...{ version, defaultOutcome: "step_up", unclassified: "allow", catalog, now },
      rules: rulesSchema.parse([base, ...rules.map((rule, n) => ({ ...base, id: `rule-${n}`, ...rule }))]),
      actor: { type: "person", id: owner.personId },
    } as Parameters<typeof insertVersion>[1]);
  }

  async function newAgent(of = owner): Promise<TestAgent> {
    const made = await workspace.agent("Refund bot", of);
    const key = {
      id: `key_${made.id}`,
      agentId: made.id,
      algorithm: "ed25519" as const,
      addedBy: of.personId,
      createdAt: now,
    };
    const publicKey = new Uint8Array(randomBytes(32));
    await db.insert(agentKeys).values({ ...key, publicKey, expiresAt: addSeconds(now, 30 * 86_400) });
    return made;
  }

  async function ask(
    action: Action,
    {
      by,
      at = now,
      through = db,
      webhookId = `msg_${randomBytes(8).toString("hex")}`,
      redeem = false,
    }: { by: TestAgent; at?: Date; through?: Database; webhookId?: string; redeem?: boolean },
  ) {
    const caller = {
      id: by.id,
      ownerId: by.ownerId,
      ownerEpoch: 1,
      status: "active",
      isOwnerActive: true,
      isHeld: false,
      freeze: null,
      isTest: false,
      hasStandingDecisions: false,
    } as const;
    const submission: Submission = {
      caller: { ...caller, keys: [], labels: [], policyVersion: version, signingKid: "kid", revision: 1 },
      ...{ keyId: `key_${by.id}`, webhookId, bodyHash: randomBytes(32) },
      ...{ ask: { action, redeem }, origin: "https://c.example", now: at, mostPending: 1000 },
      limit: { bucket: `ask:${by.id}`, limit: 1000, windowSeconds: 60 },
    };
    return (await submitRequest(through, submission, async () => "jwt"))?.insert.request.state;
  }

  async function end(
    agent: TestAgent,
    state: "cancelled" | "denied" | "expired" | "blocked" | "approved",
  ): Promise<void> {
    await db
      .update(requests)
      .set({ state, approvalsGiven: sql`approvals_required` })
      .where(eq(requests.agentId, agent.id));
  }

  return { db, url, workspace, owner, policy, newAgent, ask, end };
}
