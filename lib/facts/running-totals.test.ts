import fc from "fast-check";
import { expect, test } from "vitest";
import { keptDaysOfTotals } from "#lib/facts/first-kept";
import { mergeSubtotals } from "#lib/facts/merge-subtotals";
import { timeOfId } from "#lib/kernel/ids";
import type { Action } from "#lib/policy/language/action";
import { type Total, totalOf } from "#lib/policy/language/total";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { readTotals, type TotalledRequest } from "./read-totals.ts";
import { RunningTotals } from "./running-totals.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const sql = db.$client;

const totals: Total[] = (["agent", "owner", "resource"] as const).flatMap((per) =>
  (["1h", "24h", "7d"] as const).flatMap((window) => [
    totalOf({ kind: "total", of: "sum", per, window, currencies: ["USD"], over: 1 }, ["refund.create"]),
    totalOf({ kind: "total", of: "sum", per, window, currencies: ["USD"], over: 1 }, ["*"]),
    totalOf({ kind: "total", of: "count", per, window, over: 1 }, ["refund.*", "data.read"]),
  ]),
);

totals.push(
  ...(["1h", "7d"] as const).map((window) =>
    totalOf({ kind: "total", of: "count", per: "action", window, over: 1 }, ["refund.*", "data.read"]),
  ),
);
const long = "€".repeat(500);
const common = fc.integer({ min: -20, max: 10_000 }).map((n) => String(n / 8));
const amountText = fc.oneof(
  { weight: 12, arbitrary: common },
  {
    weight: 2,
    arbitrary: fc.constantFrom("12.3456", "-3", "123456789012345", "0.00001", "5e-324", null),
  },
  { weight: 1, arbitrary: fc.constantFrom("922337203685477", "1e+300") },
);
const currencies = ["USD", "USD", "EUR", "", long, null];
const resources = ["a", `${"r".repeat(499)}1`, `${"r".repeat(499)}2`, null];
const types = ["refund.create", "refund.create", "refund.partial", "refunds", "data.read"];
const states = [
  "allowed",
  "allowed",
  "pending",
  "allowed",
  "approved",
  "pending",
  "denied",
  "blocked",
  "expired",
  "cancelled",
] as const;
// At the borders of windows, minutes and hours, and anywhere between.
const millisecondsAgo = fc.oneof(
  fc.constantFrom(
    ...[3600, 86_400, 604_800].flatMap((s) => [s * 1000 - 1, s * 1000, s * 1000 + 1, s * 1000 + 30_000]),
    keptDaysOfTotals * 86_400_000,
  ),
  fc.integer({ min: 0, max: 200 }).map((n) => n * 60_000),
  fc.integer({ min: 0, max: 8 * 86_400_000 }),
  fc.integer({ min: 0, max: 7_200_000 }),
);
const made = fc.record({
  agent: fc.nat(2),
  type: fc.constantFrom(...types),
  amount: amountText,
  currency: fc.constantFrom(...currencies),
  resource: fc.constantFrom(...resources),
  state: fc.constantFrom(...states),
  millisecondsAgo,
  life: fc.integer({ min: -100, max: 100 }),
});
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("ask" as const),
      asked: fc.array(made, { minLength: 1, maxLength: 15 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("close" as const),
      nth: fc.nat(),
      state: fc.constantFrom(...states),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("edit" as const),
      nth: fc.nat(),
      type: fc.constantFrom(...types),
      amount: amountText,
      currency: fc.constantFrom(...currencies),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("move" as const), agent: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("merge" as const) }) },
);
const wanted = fc.record({
  agent: fc.nat(2),
  amount: fc.constantFrom(10, 0.0001, -5, 123_456_789_012_345, undefined),
  currency: fc.constantFrom("USD", "EUR", "", long, undefined),
  resource: fc.constantFrom(...resources),
  // Of one batch, milliseconds apart.
  at: fc.integer({ min: -50, max: 50 }),
});

type Step = Drawn<typeof step>;
type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;
interface History {
  agents: TestAgent[];
  owners: string[];
  ids: string[];
}

async function perform(next: Step, { agents, owners, ids }: History): Promise<void> {
  if (next.kind === "merge") await mergeSubtotals(db, now);
  if (next.kind === "move")
    (agents[next.agent] as TestAgent).ownerId = owners[next.agent % owners.length] as string;
  if (next.kind === "close" && ids.length > 0)
    await sql`update requests set state = ${next.state}, closed_at = case when ${next.state} <> 'pending' then now() end where id = ${ids[next.nth % ids.length] as string}`;
  if (next.kind === "edit" && ids.length > 0)
    await sql`update requests set action_type = ${next.type}, amount = ${next.amount}, currency = ${next.currency} where id = ${ids[next.nth % ids.length] as string}`;
  if (next.kind === "ask") ids.push(...(await Promise.all(next.asked.map((one) => insert(one, agents)))));
}

function insert(
  { agent, type, millisecondsAgo: ago, life, ...columns }: Drawn<typeof made>,
  agents: TestAgent[],
) {
  const createdAt = new Date(now.getTime() - ago);
  const wanted: Action = {
    type,
    params: {},
    ...(columns.resource !== null && { resource: columns.resource }),
  };
  return new TestWorkspace(db, () => createdAt).request(agents[agent] as TestAgent, {
    ...{ ...columns, wanted, expiresAt: new Date(now.getTime() + life), approvalsRequired: 0 },
    closedAt: columns.state === "pending" ? null : createdAt,
  });
}

const requestOf = (
  { agent, at, amount, currency, resource }: Drawn<typeof wanted>,
  agents: TestAgent[],
): TotalledRequest => {
  const by = agents[agent] as TestAgent;
  const action: Action = { type: "refund.create", params: {}, ...(resource !== null && { resource }) };
  const counted = amount === undefined ? undefined : { amount, currency };
  return { agentId: by.id, ownerId: by.ownerId, action, amount: counted, at: new Date(now.getTime() + at) };
};

test("totals by subtotals equal the sum over all requests, for any history and at any moment", async () => {
  const people = [await workspace.person("Ada"), await workspace.person("Bo")];
  const [seen, own, decided] = [new Set<unknown>(), new Set<unknown>(), new Set<unknown>()];
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 20 }),
      fc.array(wanted, { minLength: 1, maxLength: 12 }),
      async (steps, wants) => {
        await sql`update requests set state = 'cancelled', closed_at = created_at where state <> 'cancelled'`;
        const agents = await Promise.all(
          people.concat(people[0] ?? []).map((owner) => workspace.agent("One", owner)),
        );
        const history: History = { agents, owners: people.map(({ personId }) => personId), ids: [] };
        for (const next of steps) await perform(next, history);
        const past = history.ids
          .filter((id) => now.getTime() - timeOfId(id).getTime() < 43_200_000)
          .slice(-4);
        const requests = wants.flatMap((want, n) => {
          const request = requestOf(want, agents);
          const id = past[n];
          if (id === undefined) return [request];
          return [request, { ...request, id, at: timeOfId(id), countsDecided: n % 2 === 0 }];
        });
        const running = await RunningTotals.read(
          sql,
          requests.map((request) => ({ totals, request })),
        );
        const expected = await Promise.all(requests.map((request) => readTotals(sql, totals, request)));
        expect(requests.map((_, index) => running.of(index))).toEqual(expected);
        for (const read of expected) {
          for (const value of Object.values(read.totals)) seen.add(value);
          for (const value of Object.values(read.ownTotals ?? {})) own.add(value);
          for (const value of Object.values(read.decidedTotals ?? {})) decided.add(value);
        }
      },
    ),
    // Without shrinking, which takes minutes.
    { numRuns: 15, endOnFailure: true },
  );
  expect(seen.size).toBeGreaterThan(40);
  expect(own.size).toBeGreaterThan(1);
  expect(decided.size).toBeGreaterThan(1);
  await sql`update requests set state = 'cancelled', closed_at = created_at where state <> 'cancelled'`;
  // A second later, changes of exactly eight days ago would be too old to be merged.
  await mergeSubtotals(db, now);
  expect(await sql`select count(*)::int as n from subtotals`).toEqual([{ n: 0 }]);
}, 120_000);

test("what earlier asks of a batch add counts as when they are stored, also what of it is pending", async () => {
  const agents = await Promise.all(
    ["Ada", "Bo"].map(async (name) => workspace.agent("One", await workspace.person(name))),
  );
  const askOf = (agent: number) =>
    requestOf({ agent, amount: 10, currency: "USD", resource: "shared", at: 0 }, agents);
  const earlier = [
    { agent: 1, state: "pending" },
    { agent: 1, state: "allowed" },
    { agent: 0, state: "pending" },
  ] as const;
  const last = askOf(0);
  const batch = [...earlier.map(({ agent }) => askOf(agent)), last];
  const running = await RunningTotals.read(
    sql,
    batch.map((request) => ({ totals, request })),
  );
  for (const { agent, state } of earlier) running.add(askOf(agent), { isPending: state === "pending" });
  const added = running.of(earlier.length);
  const asked = { type: "refund.create", amount: "10", currency: "USD", resource: "shared" };
  for (const one of earlier) await insert({ ...asked, ...one, millisecondsAgo: 0, life: 100 }, agents);
  expect(added).toEqual(await readTotals(sql, totals, last));
  expect(Object.values(added.ownTotals ?? {})).toContain("30.0");
});

test("a total of a past request counts the requests of its minute before it, and none after it", async () => {
  const agent = await workspace.agent("One", await workspace.person("Ada"));
  const asked = { type: "refund.create", amount: "10", currency: "USD", resource: null, agent: 0, life: 0 };
  const startOfMinute = 120_000 + (now.getTime() % 60_000);
  const ids: string[] = [];
  for (const seconds of [1, 2, 3]) {
    const millisecondsAgo = startOfMinute - seconds * 1000;
    ids.push(await insert({ ...asked, state: "allowed", millisecondsAgo }, [agent]));
  }
  const id = ids[1] as string;
  const want = { agent: 0, amount: 10, currency: "USD", resource: null, at: 0 } as const;
  const request = { ...requestOf(want, [agent]), id, at: timeOfId(id) };
  const read = (await RunningTotals.read(sql, [{ totals, request }])).of(0);
  expect(read).toEqual(await readTotals(sql, totals, request));
  expect(Object.values(read.totals)).toContain("20.0");
});
