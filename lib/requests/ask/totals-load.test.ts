import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { agents } from "#db/schema/agents";
import { explain } from "#db/testing/explain";
import { totalQuery } from "#lib/facts/read-totals";
import type { Action } from "#lib/policy/language/action";

import { now, type TestAgent } from "#lib/testing/workspace";
import { openTotals, over1000, refund } from "./testing/totals.ts";

const totals = await openTotals();
const { db, workspace, policy, newAgent } = totals;
let agent: TestAgent;

beforeEach(async () => {
  agent = await newAgent();
});

const ask = (action: Action, more: Partial<Parameters<typeof totals.ask>[1]> = {}) =>
  totals.ask(action, { by: agent, ...more });

test("an agent quarantined at the same moment gets no request, with or without totals", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  await db.update(agents).set({ status: "quarantined" }).where(eq(agents.id, agent.id));
  expect(await ask(refund(1))).toBeUndefined();
});

test("an agent that asks endlessly delays no other agent's asks", async () => {
  await policy({ outcome: "step_up", conditions: [over1000] });
  const [greedy, modest] = [await newAgent(), await newAgent(await workspace.person("Modest Owner"))];
  const places: number[] = [];
  // On a busy machine an ask can be evaluated after the others have left the queue. Alone in one queue,
  // the modest agent would come last of 61 each time.
  while (places.length < 5 && !places.some((place) => place < 20)) {
    const ended: string[] = [];
    const asking = (by: typeof agent) => ask(refund(1), { by }).then(() => ended.push(by.id));
    await Promise.all([...Array.from({ length: 60 }, () => asking(greedy)), asking(modest)]);
    places.push(ended.indexOf(modest.id));
  }
  expect(Math.min(...places)).toBeLessThan(20);
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
