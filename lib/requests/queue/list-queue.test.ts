import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { agents } from "#db/schema/agents";
import { now, TestWorkspace } from "#lib/testing/workspace";
import type { RequestReader } from "../visible-requests.ts";
import type { ListFilter } from "./list-queue.ts";
import { listQueue } from "./list-queue.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
let owner: RequestReader;
let backup: RequestReader;
let admin: RequestReader;
let auditor: RequestReader;
let stranger: RequestReader;
let requests: Record<string, string>;

beforeAll(async () => {
  owner = await workspace.person("Olive Owner");
  backup = await workspace.person("Bo Backup");
  admin = await workspace.person("Ada Admin", ["admin"]);
  auditor = await workspace.person("Aud Auditor", ["auditor"]);
  stranger = await workspace.person("Sam Stranger");
  const bot = await workspace.agent("Refund bot", owner, [backup]);
  const otherAgent = await workspace.agent("Other bot", stranger);
  const wire = { type: "wire.unknown", params: {} };
  requests = {
    later: await workspace.request(bot, { secondsAgo: 50, lifeSeconds: 900 }),
    soon: await workspace.request(bot, { secondsAgo: 40, lifeSeconds: 60, wanted: wire, ruleIds: [] }),
    ranOut: await workspace.request(bot, { secondsAgo: 30, lifeSeconds: 0 }),
    denied: await workspace.request(bot, { secondsAgo: 20, state: "denied", closedAt: now }),
    allowed: await workspace.request(bot, { secondsAgo: 10, state: "allowed", closedAt: now }),
    foreign: await workspace.request(otherAgent, { secondsAgo: 5, lifeSeconds: 5 }),
  };
});

async function names(viewer: RequestReader, filter: ListFilter): Promise<(string | undefined)[]> {
  const { items } = await listQueue(db, viewer, filter, now);
  return items.map(({ id }) => Object.keys(requests).find((name) => requests[name] === id));
}

describe("the scope is the authorization", () => {
  test("an owner and a backup approver see the requests of their agents and no others", async () => {
    expect(await names(owner, { state: "all" })).toEqual(["allowed", "denied", "ranOut", "soon", "later"]);
    expect(await names(backup, { state: "pending" })).toEqual(["soon", "later"]);
    expect(await names(stranger, { state: "all" })).toEqual(["foreign"]);
  });

  test("admins and auditors read every request, and requests they cannot decide are marked", async () => {
    expect(await names(admin, { state: "pending" })).toEqual(["foreign", "soon", "later"]);
    expect(await names(auditor, { state: "pending" })).toEqual(["foreign", "soon", "later"]);
    const { items } = await listQueue(db, admin, { state: "pending" }, now);
    expect(items.map((item) => item.isYours)).toEqual([false, false, false]);
  });

  test("a viewer without a role sees no requests, not even of their own agents", async () => {
    const former = { personId: owner.personId, roles: [] };
    expect(await names(former, { state: "all" })).toEqual([]);
    expect(await names(former, { state: "pending" })).toEqual([]);
  });
});

test("pending requests are listed by soonest deadline, the history newest first", async () => {
  expect(await names(owner, { state: "pending" })).toEqual(["soon", "later"]);
  expect(await names(owner, { state: "decided" })).toEqual(["denied", "ranOut"]);
});

test("a pending request past its deadline is expired, even before a worker runs", async () => {
  const { items } = await listQueue(db, owner, { state: "decided" }, now);
  expect(items.map(({ state }) => state)).toEqual(["denied", "expired"]);
});

test("filters narrow by agent, type and risk; an action type without a catalog entry has an unknown risk", async () => {
  expect(await names(owner, { state: "pending", type: "refund.create" })).toEqual(["later"]);
  expect(await names(owner, { state: "pending", risk: "spend" })).toEqual(["later"]);
  expect(await names(owner, { state: "pending", risk: "unknown" })).toEqual(["soon"]);
  expect(await names(owner, { state: "all", risk: "spend" })).toEqual([
    "allowed",
    "denied",
    "ranOut",
    "later",
  ]);
  expect(await names(admin, { state: "all", agent: "agt_none" })).toEqual([]);
});

test.each<[ListFilter, string[]]>([
  [{ state: "all" }, ["foreign", "allowed", "denied", "ranOut", "soon", "later"]],
  [{ state: "decided" }, ["denied", "ranOut"]],
  [{ state: "all", type: "wire.unknown" }, ["soon"]],
  [{ state: "all", risk: "unknown" }, ["soon"]],
  [{ state: "all", risk: "spend" }, ["foreign", "allowed", "denied", "ranOut", "later"]],
  [{ state: "decided", risk: "spend" }, ["denied", "ranOut"]],
  [{ state: "decided", risk: "unknown" }, []],
  [{ state: "all", risk: "destructive" }, []],
  [{ state: "all", risk: "spend", type: "wire.unknown" }, []],
  [{ state: "all", judged: "default" }, ["soon"]],
])("filters narrow the history of all agents in the same way: %j", async (filter, expected) => {
  expect(await names(admin, filter)).toEqual(expected);
});

test("a filter for another person's agent shows no requests", async () => {
  const { items } = await listQueue(db, stranger, { state: "all" }, now);
  const agent = items[0]?.agent.id;
  expect(await names(owner, { state: "all", agent })).toEqual([]);
});

test("the amount is the signed number with its currency, and the title comes from the catalog", async () => {
  const { items } = await listQueue(db, owner, { state: "pending" }, now);
  expect(items[1]).toMatchObject({
    title: "Refund a payment",
    risk: "spend",
    content: ["charge/ch_81"],
    amount: { value: "1250", currency: "USD" },
  });
  expect(items[0]).toMatchObject({ title: null, risk: null, amount: null });
});

test("the viewer's own decisions are marked", async () => {
  const id = requests.later ?? "";
  await workspace.decision(id, backup, "approve");
  const { items } = await listQueue(db, backup, { state: "pending" }, now);
  expect(items.map(({ yourDecision }) => yourDecision)).toEqual([null, "approve"]);
  const { items: owners } = await listQueue(db, owner, { state: "pending" }, now);
  expect(owners.map(({ yourDecision }) => yourDecision)).toEqual([null, null]);
});

test("a past request has the owner it was made under, as on its page, after the agent has a new one", async () => {
  const [past, next] = [await workspace.person("Paula Past"), await workspace.person("Nils Next")];
  const bot = await workspace.agent("Moved bot", past);
  await workspace.request(bot, { secondsAgo: 20, state: "denied", closedAt: now });
  await workspace.request(bot, { secondsAgo: 10, lifeSeconds: 0 });
  await db.update(agents).set({ ownerId: next.personId }).where(eq(agents.id, bot.id));
  for (const state of ["decided", "all"] as const) {
    const { items } = await listQueue(db, admin, { state, agent: bot.id }, now);
    expect(items.map((item) => item.owner.name)).toEqual(["Paula Past", "Paula Past"]);
  }
});

describe("pages", () => {
  let busy: RequestReader;

  beforeAll(async () => {
    busy = await workspace.person("Busy Bea");
    const agent = await workspace.agent("Busy bot", busy);
    for (let index = 0; index < 60; index++) {
      await workspace.request(agent, { lifeSeconds: 100 + (index % 7), secondsAgo: index });
      await workspace.request(agent, { state: "denied", closedAt: now, secondsAgo: index });
    }
  });

  test.each<ListFilter>([
    { state: "decided" },
    { state: "all", type: "refund.create" },
    { state: "all", risk: "spend" },
  ])("of all agents go through every request once, in order: %j", async (filter) => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listQueue(db, admin, { ...filter, after }, now);
      seen.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual([...seen].sort().reverse());
    expect(seen.length).toBeGreaterThanOrEqual(60);
  });

  test.each(["pending", "decided", "all"] as const)(
    "go through every %s request once, in order",
    async (state) => {
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await listQueue(db, busy, { state, after }, now);
        expect(page.items.length).toBeLessThanOrEqual(50);
        seen.push(...page.items.map(({ id }) => id));
        after = page.next ?? undefined;
      } while (after);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBe(state === "all" ? 120 : 60);
      if (state !== "pending") expect(seen).toEqual([...seen].sort().reverse());
    },
  );
});
