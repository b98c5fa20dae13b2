import type postgres from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "#db/client";
import { explainText } from "#db/testing/explain";
import { mergeSubtotals } from "#lib/facts/merge-subtotals";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { type TotalScope, totalOf, totalScopes } from "#lib/policy/language/total";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { readRunningTotals } from "./read-running-totals.ts";

// The cost of a total must depend neither on its history nor on when statistics were taken.
const workspace = await TestWorkspace.open();
const { db } = workspace;
const sql = db.$client;
for (const table of ["requests", "subtotals", "subtotal_changes"])
  await sql.unsafe(`alter table ${table} set (autovacuum_enabled = false)`);
/** Each of the busy agent's requests is for this action. */
const action = { type: "refund.create", resource: "charge/1", params: {} };

const owner = await workspace.person("Olga Owner");
const busy = await workspace.agent("Busy bot", owner);
const quiet = await workspace.agent("Quiet bot", await workspace.person("Quentin Owner"));
await sql`vacuum analyze requests`;
await sql`vacuum analyze subtotals`;
await sql`vacuum analyze subtotal_changes`;
await fill(6000);

/** Requests of a week, one after the other, some of them blocked or denied. */
async function fill(count: number): Promise<void> {
  const like = await workspace.request(busy, {
    wanted: action,
    state: "allowed",
    amount: "1",
    currency: "USD",
    resource: "charge/1",
  });
  const made = Array.from({ length: count }, (_, n) => addSeconds(now, -n * ((7 * 86_400) / count)));
  await sql`
    insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', made.id, 'webhook_id', made.id, 'created_at', made.at,
      'state', (array['allowed', 'allowed', 'approved', 'blocked', 'denied'])[1 + n % 5], 'approvals_given', 1))).*
    from requests r, unnest(${made.map((at) => newId("req", at))}::text[], ${made.map((at) => at.toISOString())}::text[]) with ordinality as made(id, at, n)
    where r.id = ${like}`;
}

/** The 8 KiB blocks that one batch of asks reads, or that the totals of one past request do. */
async function blocksOf(per: TotalScope, of: "sum" | "count", past?: { id: string }): Promise<number> {
  const currencies = of === "sum" ? { currencies: ["USD"] } : {};
  const totals = (["1h", "24h", "7d"] as const).map((window) =>
    totalOf({ kind: "total", of, per, window, over: 1, ...currencies }, ["refund.*"]),
  );
  const asks = Array.from({ length: past ? 1 : 20 }, (_, n) => ({
    totals,
    request: {
      agentId: busy.id,
      ownerId: busy.ownerId,
      action,
      amount: { amount: 1, currency: "USD" },
      at: addSeconds(now, n / 1000),
      ...past,
    },
  }));
  return sql.begin(async (tx) => {
    let blocks = 0;
    // The settings around the query are sent to the same connection, in the order of the calls.
    const explaining = new Proxy(tx, {
      get: (target, name) => (name === "unsafe" ? explained : Reflect.get(target, name)),
    });
    const explained = (query: string, values: postgres.ParameterOrJSON<never>[]) => ({
      execute: async () => {
        const explaining = explainText({ $client: tx } as unknown as Database, query, values);
        const result = tx.unsafe(query, values).execute();
        ({ blocks } = await explaining);
        return result;
      },
    });
    await readRunningTotals(explaining, asks);
    return blocks;
  });
}

const kinds = totalScopes.flatMap((per) =>
  (per === "action" ? (["count"] as const) : (["sum", "count"] as const)).map((of) => [per, of] as const),
);

describe.each([
  ["merged, without statistics", async () => {}],
  ["with twice the history", () => fill(6000)],
  ["with statistics", async () => void (await sql`vacuum analyze`)],
  ["with many blocked requests of another agent at the window's edge", () => fillEdge("blocked", 30)],
  ["with many allowed requests of another agent at the window's edge", () => fillEdge("allowed", 40)],
  ["with many changes of another agent that are not merged", fillUnmerged, { isMerged: false }],
] as [string, () => Promise<void>, { isMerged: boolean }?][])(
  "%s, three totals of twenty asks read few blocks",
  (_, prepare, { isMerged } = { isMerged: true }) => {
    beforeAll(async () => {
      await prepare();
      if (!isMerged) return;
      await mergeSubtotals(db, now);
      // A row that was merged many times has several versions, until no transaction sees the old ones. Those
      // of other test files delay that, and only a vacuum of the table looks closely.
      await sql`vacuum subtotals`;
    });

    test.each(kinds)("per %s, %s", async (per, of) => {
      // Of 6,000 or 12,000 requests.
      expect(await blocksOf(per, of)).toBeLessThan(800);
    });

    test.each(kinds)("per %s, %s, of a past request", async (per, of) => {
      expect(await blocksOf(per, of, { id: newId("req", addSeconds(now, -3600)) })).toBeLessThan(800);
    });
  },
);

/** Requests so many seconds after a window's beginning. */
async function fillEdge(state: "allowed" | "blocked", seconds: number): Promise<void> {
  const at = addSeconds(now, -86_400 + seconds).toISOString();
  await sql`
    insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, owner_id,
      owner_epoch, policy_version, rule_ids, approvals_required, grant_ttl_seconds, created_at, expires_at)
    select 'req_' || substr(${newId("req", new Date(at))}, 5, 14) || lpad(n::text, 12, '0'), ${quiet.id}, 'key', ${state} || n, '\\x00', ${state}, '{}', 'refund.create',
      'digest', ${quiet.ownerId}, 1, 1, '{}', 1, 300, ${at}, ${at} from generate_series(1, 20000) n`;
}

// After statistics were taken while no change was there, as after each merging.
async function fillUnmerged(): Promise<void> {
  await mergeSubtotals(db, now);
  await sql`vacuum analyze subtotal_changes`;
  const other = await workspace.agent("Other bot", await workspace.person("Otto Owner"));
  const at = addSeconds(now, -3).toISOString();
  await sql`
    insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, owner_id,
      owner_epoch, policy_version, rule_ids, approvals_required, grant_ttl_seconds, created_at, expires_at)
    select 'req_' || substr(${newId("req", addSeconds(now, -3))}, 5, 14) || lpad(n::text, 12, '0'), ${other.id}, 'key', 'late_' || n, '\\x00', 'allowed', '{}', 'refund.create',
      'digest', ${other.ownerId}, 1, 1, '{}', 1, 300, ${at}, ${at} from generate_series(1, 20000) n`;
}
