import { beforeAll, describe, expect, test } from "vitest";
import { grants } from "#db/schema/grants";
import { explain } from "#db/testing/explain";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import type { Action } from "#lib/policy/language/action";
import { historyKey, historyOf } from "#lib/policy/language/history";
import type { RequestColumns } from "#lib/testing/request-row";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { historyQuery, mostDecisions, readHistory, wantedOf } from "./read-history.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const sql = db.$client;
const ada = await workspace.person("Ada");
const otto = await workspace.person("Otto");
const day = 86_400;
const approved = { state: "approved", approvalsGiven: 1 } as const;
const wanted: Action = {
  type: "refund.create",
  resource: "charge/1",
  params: { customer: "cus_1", deep: { note: 'a "b" \\ é' } },
};

const newAgent = () => workspace.agent("Bot", ada);

/** Whether each is new to an agent: the resource, the customer, and a nested text. */
async function newsFor(
  agent: { id: string; ownerId: string },
  { days, action = wanted, at = now }: { days?: number; action?: Action; at?: Date } = {},
) {
  const histories = [undefined, "customer", "deep.note"].map((param) =>
    historyOf({ ...(param !== undefined && { param }), ...(days !== undefined && { days }) }),
  );
  const asked = { histories, agentId: agent.id, ownerId: agent.ownerId, action, at };
  const [read = {}] = await readHistory(sql, [asked]);
  const texts = [action.resource, action.params.customer, (action.params.deep as { note?: string })?.note];
  return histories.map(({ name }, n) => read[historyKey(name, String(texts[n]))]);
}

async function whenDecided(columns: RequestColumns, days?: number) {
  const agent = await newAgent();
  await workspace.request(agent, { wanted, secondsAgo: 60, closedAt: addSeconds(now, -30), ...columns });
  return newsFor(agent, days === undefined ? {} : { days });
}

async function grantFor(requestId: string, agent: TestAgent, state: "revoked" | "redeemed"): Promise<void> {
  await db.insert(grants).values({
    ...{ id: newId("gnt", now), requestId, agentId: agent.id, ownerId: agent.ownerId, ownerEpoch: 1, state },
    ...{ actionDigest: "digest", kid: "kid", claims: "{}", issuedAt: now, closedAt: now, expiresAt: now },
  });
}

test("what people approved is known, wherever it is in the action", async () => {
  expect(await newsFor(await newAgent())).toEqual([true, true, true]);
  expect(await whenDecided(approved)).toEqual([false, false, false]);
  expect(await whenDecided({ ...approved, ownerEpoch: 3 })).toEqual([false, false, false]);
});

describe("makes nothing known:", () => {
  test.each<[string, RequestColumns]>([
    ["a request that policy auto-approved", { state: "allowed" }],
    ["a pending request", { closedAt: null }],
    ["a denial", { state: "denied" }],
    ["a blocked request", { state: "blocked" }],
    ["an expired request", { state: "expired" }],
    ["break-glass", { ...approved, isBreakGlass: true }],
    ["a request of another type", { ...approved, actionType: "refund.cancel" }],
    ["a request under another owner", { ...approved, ownerId: otto.personId }],
    ["an approval after the ask", { ...approved, closedAt: addSeconds(now, 1) }],
    ["an approval at the same moment", { ...approved, closedAt: now }],
  ])("%s", async (_, columns) => {
    expect(await whenDecided(columns)).toEqual([true, true, true]);
  });

  test("a request of another agent", async () => {
    await workspace.request(await newAgent(), { ...approved, wanted, closedAt: addSeconds(now, -30) });
    expect(await newsFor(await newAgent())).toEqual([true, true, true]);
  });

  test("an approval whose grant was revoked, as after a passkey was stolen", async () => {
    const agent = await newAgent();
    const columns = { ...approved, wanted, secondsAgo: 60, closedAt: addSeconds(now, -30) };
    const id = await workspace.request(agent, columns);
    await grantFor(id, agent, "revoked");
    expect(await newsFor(agent)).toEqual([true, true, true]);
    await grantFor(await workspace.request(agent, columns), agent, "redeemed");
    expect(await newsFor(agent)).toEqual([false, false, false]);
  });

  test("a test request", async () => {
    const tester = await workspace.agentOfTests(ada);
    const edge = { wanted, secondsAgo: 60, closedAt: addSeconds(now, -30), edge: "test" as const };
    await workspace.request(tester, { ...approved, ...edge });
    expect(await newsFor(tester)).toEqual([true, true, true]);
  });

  test("the same text elsewhere, as a number or in another spelling", async () => {
    const agent = await newAgent();
    const others: Action["params"][] = [
      { other: "cus_1", note: 'a "b" \\ é' },
      { customer: "CUS_1", deep: { note: 'a "b" \\ e' } },
      { customer: ["cus_1"], deep: { deep: { note: 'a "b" \\ é' } } },
      { customer: "cus_10", deep: 'a "b" \\ é' },
    ];
    for (const params of others)
      await workspace.request(agent, {
        ...{ ...approved, closedAt: addSeconds(now, -30), secondsAgo: 60 },
        wanted: { ...wanted, resource: "charge/10", params },
      });
    expect(await newsFor(agent)).toEqual([true, true, true]);
    const number = { ...wanted, params: { customer: 5 } };
    await workspace.request(agent, { ...approved, wanted: number, closedAt: addSeconds(now, -30) });
    expect((await newsFor(agent, { action: { ...wanted, params: { customer: "5" } } }))[1]).toBe(true);
  });

  test("a text with U+0000, which PostgreSQL can't parse, and it fails no later ask", async () => {
    const agent = await newAgent();
    const hostile = { ...wanted, params: { customer: "cus_1", note: "\u0000" } };
    await workspace.request(agent, { ...approved, wanted: hostile, closedAt: addSeconds(now, -30) });
    // A failure of the query would be no assertion.
    await expect(newsFor(agent)).resolves.toEqual([true, true, true]);
    const asked = { ...wanted, params: { customer: "\u0000" } };
    expect((await newsFor(agent, { action: asked }))[1]).toBe(true);
  });

  test.each([7, 90])("what is older than %i days, if so many are asked for", async (days) => {
    const old = { ...approved, secondsAgo: days * day + 1, closedAt: addSeconds(now, -60) };
    expect(await whenDecided(old, days)).toEqual([true, true, true]);
    expect(await whenDecided({ ...old, secondsAgo: days * day - 1 }, days)).toEqual([false, false, false]);
    expect(await whenDecided(old)).toEqual([false, false, false]);
  });
});

test("without a text there is no fact, and without a condition there is no query", async () => {
  const agent = await newAgent();
  const action = { type: "refund.create", params: { customer: 5, deep: { note: null } } };
  const histories = [undefined, "customer", "deep.note", "toString"].map((param) =>
    historyOf(param === undefined ? {} : { param }),
  );
  const none = undefined as unknown as typeof sql;
  const asked = { agentId: agent.id, ownerId: agent.ownerId, at: now };
  expect(await readHistory(none, [{ ...asked, action, histories }])).toEqual([{}]);
  expect(await readHistory(none, [{ ...asked, action: wanted, histories: [] }])).toEqual([{}]);
});

test("with any history, the answer is that of reading every request", async () => {
  const agents = [await newAgent(), await newAgent()];
  const pick = <T>(of: readonly T[], n: number): T => of[n % of.length] as T;
  const rows = Array.from({ length: 120 }, (_, n) => ({
    ...{ agent: pick(agents, n), secondsAgo: 200 - n, closedAt: addSeconds(now, -200 + n + ((n * 37) % 90)) },
    ...{ state: pick(["approved", "allowed", "approved", "denied"] as const, n * 7), n },
    wanted: {
      ...{ type: pick(["refund.create", "refund.cancel"], n * 3), resource: `charge/${(n * 13) % 11}` },
      params: { customer: `cus_${(n * 5) % 9}`, deep: { note: "é" } },
    },
  }));
  for (const { agent, n: _, ...row } of rows)
    await workspace.request(agent, { ...row, approvalsGiven: 1, isBreakGlass: row.secondsAgo % 17 === 0 });
  const histories = [historyOf({}), historyOf({ param: "customer", days: 1 })];
  const asks = rows.map(({ agent, wanted: action, secondsAgo }) => ({
    ...{ histories, agentId: agent.id, ownerId: agent.ownerId, action, at: addSeconds(now, -secondsAgo) },
  }));
  const isNew = ({ agentId, action, at }: (typeof asks)[number], same: (one: Action) => boolean) =>
    !rows.some(
      ({ agent, state, closedAt, secondsAgo, wanted: one }) =>
        agent.id === agentId &&
        state === "approved" &&
        secondsAgo % 17 !== 0 &&
        closedAt < at &&
        one.type === action.type &&
        same(one),
    );
  const expected = asks.map((ask) => ({
    [historyKey("new resource", String(ask.action.resource))]: isNew(
      ask,
      ({ resource }) => resource === ask.action.resource,
    ),
    [historyKey("new.1d params.customer", String(ask.action.params.customer))]: isNew(
      ask,
      ({ params }) => params.customer === ask.action.params.customer,
    ),
  }));
  expect(await readHistory(sql, asks)).toEqual(expected);
  expect(new Set(expected.flatMap((facts) => Object.values(facts))).size).toBe(2);
});

describe("with 20,000 auto-approved requests and 3,000 decisions", () => {
  let agent: TestAgent;
  const fill = async (columns: RequestColumns, count: number, secondsAgo: number) => {
    const like = await workspace.request(agent, { wanted, ...columns });
    await sql`
      insert into requests select (jsonb_populate_record(r, jsonb_build_object('webhook_id', 'fill' || ${secondsAgo}::int || '_' || n,
        'id', substr(r.id, 1, 22) || lpad((${secondsAgo}::int * 100000 + n)::text, 8, '0')))).* from requests r, generate_series(1, ${count}::int) n where r.id = ${like}`;
  };
  const other = { ...wanted, resource: "charge/2", params: { customer: "cus_2" } };
  const known = { ...approved, secondsAgo: 9 * day, closedAt: addSeconds(now, -9 * day) };

  beforeAll(async () => {
    agent = await newAgent();
    await workspace.request(agent, { ...known, wanted });
    await fill({ ...approved, wanted: other, secondsAgo: day, closedAt: addSeconds(now, -day) }, 3000, 1);
    await fill({ state: "allowed", wanted, secondsAgo: 60 }, 20_000, 2);
    await sql`
      insert into grants (id, request_id, agent_id, owner_id, owner_epoch, action_digest, kid, claims, state, issued_at, expires_at)
      select 'gnt' || substr(id, 4), id, agent_id, owner_id, 1, 'digest', 'kid', '{}', 'issued', created_at, expires_at
      from requests where agent_id = ${agent.id} and state in ('allowed', 'approved')`;
  });

  test("only the newest 1,000 are read, which find what is in them alone", async () => {
    expect(mostDecisions).toBe(1000);
    expect(await newsFor(agent)).toEqual([true, true, true]);
    expect((await newsFor(agent, { action: other }))[0]).toBe(false);
    expect((await newsFor(agent, { at: addSeconds(now, -2 * day) }))[0]).toBe(false);
  });

  test.each([
    ["without statistics", async () => {}],
    ["with statistics", async () => void (await sql`vacuum analyze requests`)],
  ])("%s, an ask reads few blocks by index", async (_, prepare) => {
    await prepare();
    // Known by the newest decision, and new.
    for (const action of [other, wanted]) {
      const histories = [historyOf({}), historyOf({ param: "customer", days: 90 })];
      const asked = { histories, agentId: agent.id, ownerId: agent.ownerId, action, at: now };
      const plan = await explain(db, historyQuery(sql, wantedOf(asked, 0)));
      expect(plan.nodes.join()).not.toContain("Seq Scan");
      // Two texts in 1,000 rows each, of 24,000.
      expect(plan.blocks).toBeLessThan(action === other ? 50 : 2500);
    }
  });
});
