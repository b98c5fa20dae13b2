import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { openDatabase } from "#db/client";
import { agentKeys, agents } from "#db/schema/agents";
import { requests } from "#db/schema/requests";
import { createTestDatabase } from "#db/testing/database";
import { expectWaiting } from "#db/testing/expect-waiting";
import { explain } from "#db/testing/explain";
import { addSeconds } from "#lib/clock";
import { totalQuery } from "#lib/facts/read-totals";
import type { Action } from "#lib/policy/language/action";
import { rulesSchema } from "#lib/policy/language/rule";
import { insertVersion } from "#lib/policy/versions/insert-version";
import { versionInForce } from "#lib/policy/versions/versions";
import { now, TestWorkspace } from "#lib/testing/workspace";
import type { Submission } from "./submission.ts";
import { submitRequest } from "./submit.ts";

const { db, url } = await createTestDatabase();
const workspace = new TestWorkspace(db);
await workspace.seed();
const owner = await workspace.person("Olga Owner");
let version = 1;
let agent: { id: string; ownerId: string };

beforeEach(async () => {
  agent = await newAgent();
});

/** Refunds are auto-approved, unless these rules decide differently. */
async function policy(...rules: object[]): Promise<void> {
  const base = {
    id: "all",
    title: "Refunds run by themselves",
    outcome: "allow",
    actions: ["refund.create"],
  };
  const { catalogue } = await versionInForce(db);
  version++;
  await insertVersion(db, {
    ...{ version, defaultOutcome: "step_up", catalogue, now },
    rules: rulesSchema.parse([base, ...rules.map((rule, n) => ({ ...base, id: `rule-${n}`, ...rule }))]),
    actor: { type: "person", id: owner.personId },
  } as Parameters<typeof insertVersion>[1]);
}

const over1000 = {
  kind: "total",
  of: "sum",
  per: "agent",
  window: "24h",
  currencies: ["USD"],
  over: 1000,
} as const;

async function newAgent(of = owner): Promise<{ id: string; ownerId: string }> {
  const made = await workspace.agent("Refund bot", of);
  const key = { id: `key_${made.id}`, agentId: made.id, algorithm: "ed25519" as const, createdAt: now };
  const publicKey = new Uint8Array(randomBytes(32));
  await db.insert(agentKeys).values({ ...key, publicKey, expiresAt: addSeconds(now, 30 * 86_400) });
  return made;
}

function refund(amount: unknown, more: Partial<Action> = {}, currency = "USD"): Action {
  return { type: "refund.create", params: { amount, currency } as Action["params"], ...more };
}

async function ask(action: Action, { by = agent, at = now, through = db } = {}) {
  const caller = {
    id: by.id,
    ownerId: by.ownerId,
    ownerEpoch: 1,
    status: "active",
    isOwnerActive: true,
  } as const;
  const submission: Submission = {
    caller: { ...caller, keys: [], labels: [], policyVersion: version, signingKid: "kid" },
    ...{
      keyId: `key_${by.id}`,
      webhookId: `msg_${randomBytes(8).toString("hex")}`,
      bodyHash: randomBytes(32),
    },
    ...{ ask: { action }, origin: "https://c.example", now: at, mostPending: 1000 },
    limit: { bucket: `ask:${by.id}`, limit: 1000, windowSeconds: 60 },
  };
  return (await submitRequest(through, submission))?.state;
}

async function end(state: "cancelled" | "denied" | "expired" | "blocked" | "approved"): Promise<void> {
  await db
    .update(requests)
    .set({ state, approvalsGiven: sql`approvals_required` })
    .where(eq(requests.agentId, agent.id));
}

test("splitting a payment does not avoid approval: a request that exceeds the sum by a cent needs it", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  expect(await ask(refund(999.99))).toBe("allowed");
  expect(await ask(refund(0.01))).toBe("allowed");
  expect(await ask(refund(0.01))).toBe("pending");
});

test("of twenty concurrent asks within a threshold that they exceed together, exactly as many are allowed as fit", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  const states = await Promise.all(Array.from({ length: 20 }, () => ask(refund(300))));
  expect(states.filter((state) => state === "allowed")).toHaveLength(3);
  expect(states.filter((state) => state === "pending")).toHaveLength(17);
});

test("pending requests count towards a total; cancelled, denied, expired and blocked requests do not", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  expect(await ask(refund(1500))).toBe("pending");
  expect(await ask(refund(1))).toBe("pending");
  for (const state of ["cancelled", "denied", "expired", "blocked"] as const) {
    await end(state);
    expect(await ask(refund(1000))).toBe("allowed");
    expect(await ask(refund(1))).toBe("pending");
  }
  await end("approved");
  expect(await ask(refund(1))).toBe("pending");
});

test("an undecided request stops counting at its expiry, even before a worker runs", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  expect(await ask(refund(1500))).toBe("pending");
  expect(await ask(refund(1), { at: addSeconds(now, 899) })).toBe("pending");
  expect(await ask(refund(1000), { at: addSeconds(now, 1900) })).toBe("allowed");
});

test.each([
  ["1h", 3600],
  ["24h", 86_400],
  ["7d", 7 * 86_400],
] as const)(
  "a window of %s slides: what is older does not count, by the millisecond",
  async (window, seconds) => {
    await policy({ outcome: "step_up", conditions: [{ ...over1000, window }] });
    expect(await ask(refund(1000))).toBe("allowed");
    const before = new Date(addSeconds(now, seconds).getTime() - 1);
    expect(await ask(refund(1), { at: before })).toBe("pending");
    await db
      .update(requests)
      .set({ state: "cancelled" })
      .where(sql`${requests.agentId} = ${agent.id} and ${requests.state} = 'pending'`);
    expect(await ask(refund(1000), { at: addSeconds(now, seconds) })).toBe("allowed");
  },
);

test("each currency has its own sum, and a currency without a threshold needs approval", async () => {
  const currencies = ["USD", "EUR"];
  await policy({ outcome: "step_up", conditions: [{ ...over1000, currencies }] });
  expect(await ask(refund(900))).toBe("allowed");
  expect(await ask(refund(900, {}, "EUR"))).toBe("allowed");
  expect(await ask(refund(900, {}, "GBP"))).toBe("pending");
  expect(await ask(refund(101, {}, "EUR"))).toBe("pending");
});

test("a sum never shrinks: amounts below zero do not make room", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  expect(await ask(refund(1000))).toBe("allowed");
  expect(await ask(refund(1))).toBe("pending");
  await db
    .update(requests)
    .set({ amount: "-5000" })
    .where(sql`${requests.agentId} = ${agent.id} and ${requests.state} = 'pending'`);
  expect(await ask(refund(1))).toBe("pending");
});

test.each([
  ["five digits after the point", 0.00001],
  ["text", "10"],
  ["beyond what can be counted", 1e21],
])("an amount that cannot be added up is never allowed: %s", async (_, amount) => {
  await policy({ outcome: "block", conditions: [{ ...over1000, over: 500_000 }] });
  const asked = ask(refund(amount)).catch(({ code }) => code);
  expect(["pending", "invalid_action"]).toContain(await asked);
});

test("per resource: requests of two agents for one resource count together, and a request without a resource is not allowed", async () => {
  await policy({ outcome: "block", conditions: [{ ...over1000, per: "resource" }] });
  const otherAgent = await newAgent();
  const resource = `charge/${randomBytes(4).toString("hex")}`;
  expect(await ask(refund(600, { resource }))).toBe("allowed");
  expect(await ask(refund(600, { resource }), { by: otherAgent })).toBe("blocked");
  expect(await ask(refund(600, { resource: `${resource}0` }), { by: otherAgent })).toBe("allowed");
  expect(await ask(refund(1))).toBe("pending");
});

test("per owner: only agents of the same owner count together", async () => {
  await policy({ outcome: "step_up", conditions: [{ ...over1000, per: "owner" }] });
  const olga = await workspace.person("Another Owner");
  const [firstAgent, secondAgent] = [await newAgent(olga), await newAgent(olga)];
  const states = await Promise.all([
    ...Array.from({ length: 5 }, () => ask(refund(250), { by: firstAgent })),
    ...Array.from({ length: 5 }, () => ask(refund(250), { by: secondAgent })),
  ]);
  expect(states.filter((state) => state === "allowed")).toHaveLength(4);
  expect(await ask(refund(250), { by: await newAgent(await workspace.person("Somebody Else")) })).toBe(
    "allowed",
  );
});

test("an agent's requests under its last owner do not count for its new owner", async () => {
  await policy({ outcome: "step_up", conditions: [{ ...over1000, per: "owner" }] });
  const [last, next] = [await workspace.person("Last Owner"), await workspace.person("Next Owner")];
  const mine = await newAgent(last);
  expect(await ask(refund(1000), { by: mine })).toBe("allowed");
  await db.update(agents).set({ ownerId: next.personId }).where(eq(agents.id, mine.id));
  expect(await ask(refund(1000), { by: { ...mine, ownerId: next.personId } })).toBe("allowed");
});

test("an agent that goes to another owner still counts in its last owner's total", async () => {
  await policy({ outcome: "step_up", conditions: [{ ...over1000, per: "owner" }] });
  const [last, next] = [await workspace.person("Last Owner"), await workspace.person("Next Owner")];
  const [moved, stays] = [await newAgent(last), await newAgent(last)];
  expect(await ask(refund(900), { by: moved })).toBe("allowed");
  await db.update(agents).set({ ownerId: next.personId }).where(eq(agents.id, moved.id));
  expect(await ask(refund(100), { by: stays })).toBe("allowed");
  expect(await ask(refund(1), { by: stays })).toBe("pending");
});

test("two processes that count towards one total at the same moment do not exceed it together", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  const second = openDatabase(url, { connections: 2 });
  const states = await db.transaction(async (tx) => {
    await tx.execute(sql`select from agents where id = ${agent.id} for update`);
    const asked = [ask(refund(600)), ask(refund(600), { through: second })];
    await expectWaiting(db, 2);
    return { asked };
  });
  expect((await Promise.all(states.asked)).sort()).toEqual(["allowed", "pending"]);
  await second.$client.end();
});

test("a threshold can limit the number of requests, over all action types of the rule", async () => {
  const count = { kind: "total", of: "count", per: "agent", window: "1h", over: 2 } as const;
  await policy(
    { outcome: "allow", actions: ["data.read"] },
    { outcome: "block", actions: ["refund.*", "data.read"], conditions: [count] },
  );
  const read = { type: "data.read", params: {} };
  expect(await ask(read)).toBe("allowed");
  expect(await ask(refund(1))).toBe("allowed");
  expect(await ask(read)).toBe("blocked");
  expect(await ask(refund(1))).toBe("blocked");
});

test("the totals read are stored with the request, so that the outcome can be explained later", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  await ask(refund(400));
  await ask(refund(700.5));
  const stored = await db.select().from(requests).where(eq(requests.agentId, agent.id)).orderBy(requests.id);
  expect(stored.map(({ facts }) => Object.values((facts as { totals: object }).totals))).toEqual(
    expect.arrayContaining([["400.0"], ["1100.5"]]),
  );
  expect(stored.map(({ amount, currency }) => [amount, currency])).toEqual(
    expect.arrayContaining([
      ["400", "USD"],
      ["700.5", "USD"],
    ]),
  );
});

test("an agent quarantined at the same moment gets no request, with or without totals", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  await db.update(agents).set({ status: "quarantined" }).where(eq(agents.id, agent.id));
  expect(await ask(refund(1))).toBeUndefined();
});

test("an agent that asks endlessly delays no other agent's asks", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  const [greedy, modest] = [await newAgent(), await newAgent(await workspace.person("Modest Owner"))];
  const ended: string[] = [];
  const asking = (by: typeof agent) => ask(refund(1), { by }).then(() => ended.push(by.id));
  await Promise.all([...Array.from({ length: 60 }, () => asking(greedy)), asking(modest)]);
  expect(ended.indexOf(modest.id)).toBeLessThan(5);
});

test("an agent's endless blocked requests add no cost to other agents' totals", async () => {
  await policy({ outcome: "block", conditions: [{ ...over1000, per: "resource" }] });
  const resource = `charge/${randomBytes(4).toString("hex")}`;
  expect(await ask(refund(2000, { resource }))).toBe("blocked");
  await db.$client`
    insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', left(r.id, 22) || lpad(n::text, 8, '0'),
      'webhook_id', 'copy' || n))).* from requests r, generate_series(1, 3000) n where r.resource = ${resource}`;
  await db.$client`analyze requests`;
  const [plan] = await db.$client`
    explain (analyze, format json) select sum(amount) from requests where resource = ${resource} and id > 'req_'
      and (state in ('allowed', 'approved') or (state = 'pending' and expires_at > now()))`;
  // Of the thousands none is read.
  expect(JSON.stringify(plan)).toContain('"Index Name":"requests_resource"');
  expect(JSON.stringify(plan)).not.toMatch(/"Rows Removed by [^"]*":[1-9]\d{2}/);
  expect(await ask(refund(1000, { resource }))).toBe("allowed");
});

test("an owner's total reads only that owner's requests", async () => {
  const busy = await workspace.person("Busy Owner");
  const mine = await newAgent(busy);
  for (let n = 0; n < 5; n++)
    await workspace.request(mine, { state: "allowed", amount: "1", currency: "USD" });
  const total = { name: "total", of: "sum", per: "owner", window: "7d", actions: ["refund.*"] } as const;
  const wanted = { agentId: mine.id, ownerId: busy.personId, action: refund(1), at: now };
  await db.$client`analyze requests`;
  const query = totalQuery(
    db.$client,
    { ...total, actions: ["refund.*"] },
    {
      ...wanted,
      amount: { amount: 1, currency: "USD" },
    },
  );
  const { nodes, blocks } = query ? await explain(db, query) : { nodes: [], blocks: 0 };
  expect(nodes.join()).toContain("requests_owner");
  expect(blocks).toBeLessThan(20);
});
