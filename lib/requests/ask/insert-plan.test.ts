import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { explain, explainText } from "#db/testing/explain";
import { loadPolicy } from "#lib/policy/engine/load";
import { storableAction } from "#lib/policy/language/action";
import { idByWebhookId } from "#lib/requests/request-response";
import { BusyAgent } from "#lib/requests/testing/busy-agent";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { evaluateAsk } from "./evaluate-ask.ts";
import { insertStatement } from "./insert-requests.ts";
import type { Submission } from "./submission.ts";

// The cost of an ask must not depend on when statistics were taken: autoanalyze runs at quiet
// moments.
const workspace = await TestWorkspace.open();
const { db } = workspace;
for (const table of ["requests", "grants", "agents", "agent_keys", "audit_events", "webhook_endpoints"])
  await db.$client.unsafe(`alter table ${table} set (autovacuum_enabled = false)`);
const together = 20;
const mostPending = 100;
let agent: BusyAgent;
let busy: BusyAgent;

beforeAll(addAgents);

async function addAgents() {
  agent = await BusyAgent.add(db, workspace);
  busy = await BusyAgent.add(db, workspace);
}

async function fillTables() {
  await agent.fill("allowed", 10_000);
  await busy.fill("pending", 10_000);
}

async function insert(amount: number, webhookId: string) {
  const action = { type: "refund.create", resource: "charge/1", params: { amount, currency: "USD" } };
  const caller = {
    ...{
      id: agent.id,
      ownerId: agent.ownerId,
      ownerEpoch: 1,
      status: "active" as const,
      isOwnerActive: true,
      isHeld: false,
      freeze: null,
      isTest: false,
      hasStandingDecisions: false,
    },
    ...{ keys: [], labels: [], policyVersion: 1, signingKid: "kid", revision: 1 },
  };
  const submission: Submission = {
    ...{ caller, keyId: agent.keyId, webhookId, bodyHash: randomBytes(32) },
    ...{ ask: { action }, origin: "https://c.example", now, mostPending },
    limit: { bucket: `ask:${agent.id}`, limit: 100_000, windowSeconds: 60 },
  };
  const policy = await loadPolicy(db, 1);
  return evaluateAsk(submission, { policy, action: storableAction(action), isCounted: false });
}

async function explainAsks(amount: number, webhookId: (n: number) => string) {
  const batch = await Promise.all(Array.from({ length: together }, (_, n) => insert(amount, webhookId(n))));
  const { text, parameters } = insertStatement(db.$client, batch, { mayWait: false });
  return explainText(db, text, parameters);
}

async function blocksPerAsk(amount: number, webhookId: (n: number) => string): Promise<number> {
  return (await explainAsks(amount, webhookId)).blocks / together;
}

const kinds = [
  ["allowed", 50, (n: number) => `allowed_${n}`],
  ["pending", 500, (n: number) => `pending_${n}`],
  ["known", 50, (n: number) => `msg_${n}`],
] as const;

test("the plan of an empty table, which a connection keeps, finds a webhook-id by its index", async () => {
  const { nodes } = await explain(db, idByWebhookId(db.$client, agent.id, "msg_1"));
  expect(nodes).toContain("Index Scan on requests_idempotency");
});

describe("when no statistics were ever taken", () => {
  beforeAll(fillTables);

  test.each(kinds)("an ask that is %s reads few blocks", async (_, amount, id) => {
    expect(await blocksPerAsk(amount, id)).toBeLessThan(120);
  });
});

describe("when statistics are of a moment at which nothing was pending", () => {
  beforeAll(async () => {
    await addAgents();
    await db.$client`update requests set state = 'denied', closed_at = created_at where state = 'pending'`;
    await db.$client`vacuum analyze requests`;
    await fillTables();
  });

  test.each(kinds)("an ask that is %s reads few blocks", async (_, amount, id) => {
    expect(await blocksPerAsk(amount, id)).toBeLessThan(120);
  });
});

describe("when statistics are of a moment at which everything was pending", () => {
  beforeAll(async () => {
    await addAgents();
    await db.$client`update requests set state = 'pending', closed_at = null`;
    await db.$client`vacuum analyze requests`;
    await fillTables();
  });

  test.each(kinds)("an ask that is %s reads few blocks", async (_, amount, id) => {
    expect(await blocksPerAsk(amount, id)).toBeLessThan(120);
  });
});

test("a batch of any size has the same plan, so that PostgreSQL keeps the plan", async () => {
  const plans = await Promise.all(
    [1, 128].map(async (size) => {
      const batch = await Promise.all(
        Array.from({ length: size }, (_, n) => insert(50, `size_${size}_${n}`)),
      );
      const { text, parameters } = insertStatement(db.$client, batch, { mayWait: false });
      return (await explainText(db, text, parameters)).estimatedRows;
    }),
  );
  expect(plans[0]).toEqual(plans[1]);
});

test("an auto-approved ask looks for subscribed endpoints at little cost, however many agents have callbacks", async () => {
  const asked = async (id: string) => {
    const { blocksOf } = await explainAsks(50, (n) => `${id}_${n}`);
    return (blocksOf.get("CTE announced") ?? Number.NaN) / together;
  };
  expect(await asked("before")).toBeLessThan(1);
  await db.$client`
    with callers as (
      insert into agents (id, name, owner_id, status, created_by, created_at)
      select 'agt_' || n, 'Bot', ${agent.ownerId}, 'active', 'test', now() from generate_series(1, 5000) n returning id)
    insert into webhook_endpoints (id, url, description, event_types, agent_id, secret_sealed, created_by, created_at)
    select 'whe_' || id, repeat('x', 200), '', array['request.allowed'], id, '', ${agent.ownerId}, now() from callers`;
  expect(await asked("after")).toBeLessThan(5);
});
