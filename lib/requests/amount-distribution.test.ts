import { describe, expect, test } from "vitest";
import { actor } from "#lib/policy/testing/workspace";
import type { Measure } from "#lib/policy/thresholds/threshold";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { amountDistribution } from "./amount-distribution.ts";

const amount: Measure = { kind: "amount", amount: "amount", currency: "currency", currencies: ["USD"] };
const hour = 3600;

const workspace = await TestWorkspace.open();
const { db } = workspace;

function read(action: string, measure: Measure = amount) {
  return amountDistribution(db, { viewer: actor("admin"), action, measure, now });
}

describe("the amounts of past requests", () => {
  test("are those of one type in the last 30 days, by currency, next to the number without an amount", async () => {
    const agent = await workspace.agent("Amounts", await workspace.person("Ann"));
    const make = (more: Parameters<TestWorkspace["request"]>[1]) =>
      workspace.request(agent, { actionType: "refund.create", currency: "USD", ...more });
    for (const value of ["0.1", "100", "100", "1250.5"]) await make({ amount: value, state: "allowed" });
    await make({ amount: "7", currency: "EUR", state: "denied" });
    await make({ amount: null, currency: null });
    await make({ amount: "-5" });
    await make({ amount: "9", actionType: "payment.create" });
    await make({ amount: "9", secondsAgo: 31 * 24 * hour });
    expect(await read("refund.create")).toMatchObject({
      unmeasured: 2,
      distributions: [
        {
          ...{ currency: "USD", count: 4, isExact: true },
          buckets: [
            { upTo: 0.1, count: 1 },
            { upTo: 100, count: 2 },
            { upTo: 1250.5, count: 1 },
          ],
        },
        { currency: "EUR", count: 1, buckets: [{ upTo: 7, count: 1 }] },
      ],
    });
  });

  test("as totals include each request and the earlier counted requests within the window", async () => {
    const agent = await workspace.agent("Totals", await workspace.person("Tom"));
    const make = (secondsAgo: number, value: string, state: "allowed" | "denied" | "pending") =>
      workspace.request(agent, {
        actionType: "total.test",
        currency: "USD",
        amount: value,
        state,
        secondsAgo,
      });
    await make(30 * hour, "1000", "allowed");
    await make(10 * hour, "100", "allowed");
    await make(8 * hour, "40", "denied");
    await make(2 * hour, "5", "pending");
    const sum: Measure = { kind: "total", of: "sum", per: "agent", window: "24h", currencies: ["USD"] };
    const sums = (await read("total.test", sum)).distributions[0]?.buckets.map(({ upTo }) => upTo);
    expect(sums).toEqual([105, 1000, 1100, 1140]);
    const count: Measure = { kind: "total", of: "count", per: "owner", window: "7d" };
    expect((await read("total.test", count)).distributions).toMatchObject([
      {
        currency: "",
        buckets: [
          { upTo: 1, count: 1 },
          { upTo: 2, count: 1 },
          { upTo: 3, count: 2 },
        ],
      },
    ]);
    const perResource: Measure = { ...count, per: "resource" };
    expect(await read("total.test", perResource)).toMatchObject({ distributions: [], unmeasured: 4 });
  });

  test("by the thousand come in buckets that never cross a limit of two digits", async () => {
    const agent = await workspace.agent("Many", await workspace.person("Mia"));
    await workspace.request(agent, { actionType: "many.test", currency: "USD", amount: "0.3" });
    await db.$client`
      insert into requests select (jsonb_populate_record(r, jsonb_build_object(
        'id', left(r.id, 24) || lpad(n::text, 6, '0'), 'webhook_id', 'many' || n, 'amount', n / 100.0))).*
      from requests r, generate_series(1, 3000) n where r.action_type = 'many.test'`;
    const { distributions } = await read("many.test");
    const buckets = distributions[0]?.buckets ?? [];
    expect(distributions).toMatchObject([{ count: 3001, isExact: false }]);
    expect(buckets.every(({ upTo }) => Number(upTo.toPrecision(2)) === upTo)).toBe(true);
    for (const edge of [0.3, 1.1, 7, 12]) {
      const below = buckets.reduce((sum, { upTo, count }) => sum + (upTo <= edge ? count : 0), 0);
      expect(below, String(edge)).toBe(Math.round(edge * 100) + (edge >= 0.3 ? 1 : 0));
    }
  });

  test("work for any requests: amounts too small for a bucket, unlimited currencies", async () => {
    const agent = await workspace.agent("Odd", await workspace.person("Oda"));
    const make = (more: Parameters<TestWorkspace["request"]>[1]) =>
      workspace.request(agent, { actionType: "odd.test", currency: "USD", ...more });
    await make({ amount: "5e-324" });
    await make({ amount: "1e300" });
    await make({ amount: "7", currency: "x".repeat(501) });
    await db.$client`
      insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', left(r.id, 24) || lpad(n::text, 6, '0'),
        'webhook_id', 'odd' || n, 'currency', case when n > 2100 then 'C' || n else 'USD' end))).*
      from requests r, generate_series(1, 2200) n where r.action_type = 'odd.test' and r.amount < 1`;
    const { distributions } = await read("odd.test");
    expect(distributions).toHaveLength(50);
    expect(distributions[0]).toMatchObject({
      ...{ currency: "USD", count: 2102, isExact: false },
      buckets: [
        { upTo: 0.0001, count: 2101 },
        { upTo: 930_000_000_000_000, count: 1 },
      ],
    });
  });

  test("are only for admins", async () => {
    for (const role of ["approver", "auditor"] as const)
      await expect(
        amountDistribution(db, { viewer: actor(role), action: "refund.create", measure: amount, now }),
      ).rejects.toMatchObject({ code: "not_found" });
  });
});
