import { describe, expect, test } from "vitest";
import { executions } from "#db/schema/executions";
import { grants } from "#db/schema/grants";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import type { Action } from "#lib/policy/language/action";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import type { RequestReader } from "#lib/requests/visible-requests";
import { now, refund, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { findUnusual, repeatIn } from "../find-unusual.ts";
import { type ApprovedBefore, isDoneBefore } from "../finding.ts";
import { findOwnRepeat } from "./find-own-repeat.ts";
import { findRepeatsFor, listApprovedBefore, listRepeated } from "./list-approved-before.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
type Columns = Parameters<TestWorkspace["request"]>[1] & {};
type Person = Awaited<ReturnType<TestWorkspace["person"]>>;
type Grant = Partial<typeof grants.$inferInsert>;

let count = 0;
const owner = await workspace.person("Olive Owner");
const backup = await workspace.person("Bo Backup");

/** A refund that no other agent of this file asks for. */
const own = ({ id }: TestAgent): Action => ({ ...refund, resource: `charge/${id}` });
const newAgent = () => workspace.agent(`Bot ${++count}`, owner, [backup]);

function columnsOf(wanted: Action): Columns {
  const { amount, currency } = wanted.params as { amount?: number; currency?: string };
  const resource = wanted.resource ?? null;
  return {
    wanted,
    resource,
    amount: amount === undefined ? null : String(amount),
    currency: currency ?? null,
  };
}

/** A request that people approved, or policy, with its grant: redeemed if nothing else is said. */
async function approved(
  agent: TestAgent,
  {
    wanted = own(agent),
    by = [owner],
    grant = {},
    ...more
  }: Columns & { wanted?: Action; by?: Person[]; grant?: Grant } = {},
): Promise<string> {
  const { secondsAgo = 1320 } = more;
  const at = addSeconds(now, -secondsAgo);
  const state = { state: "approved", approvalsGiven: 1, closedAt: at, secondsAgo } as const;
  const id = await workspace.request(agent, { ...state, ...columnsOf(wanted), ...more });
  if (more.edge === "test") return id;
  if (more.state !== "allowed") for (const person of by) await workspace.decision(id, person, "approve");
  await db.insert(grants).values({
    ...{ id: newId("gnt", at), requestId: id, agentId: agent.id, ownerId: agent.ownerId, ownerEpoch: 1 },
    ...{ actionDigest: "digest", kid: "kid", claims: "{}", state: "redeemed", issuedAt: at, closedAt: at },
    ...{ expiresAt: addSeconds(at, 300), ...grant },
  });
  return id;
}

async function execution(requestId: string, agent: TestAgent, more: Partial<typeof executions.$inferInsert>) {
  const times = { startedAt: addSeconds(now, -60), dueAt: addSeconds(now, -30) };
  await db.insert(executions).values({ requestId, grantId: requestId, agentId: agent.id, ...times, ...more });
}

const revoked = { state: "revoked" } as const;

/** More requests like this one, made shortly after it, with their grants. */
async function flood(id: string, more: number) {
  const from = ++count * 10_000;
  await db.$client`
    insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', left(r.id, 20) || lpad(n::text, 10, '0'),
      'webhook_id', r.id || n))).* from requests r, generate_series(${from}::int, ${from + more - 1}) n where r.id = ${id}`;
  await db.$client`
    insert into grants select (jsonb_populate_record(g, jsonb_build_object('id', left(g.id, 20) || lpad(n::text, 10, '0'),
      'request_id', left(g.request_id, 20) || lpad(n::text, 10, '0')))).*
    from grants g, generate_series(${from}::int, ${from + more - 1}) n where g.request_id = ${id}`;
}

async function repeatOf(id: string, viewer: RequestReader = owner): Promise<ApprovedBefore | undefined> {
  const findings = await findUnusual(db, viewer, await findRequestForViewer(db, viewer, id, now), now);
  const repeat = repeatIn(findings);
  if (repeat) expect(findings[0]).toBe(repeat);
  // The list of requests says the same, and counts the first two levels up to 20.
  const listed = (await listApprovedBefore(db, viewer, [id], now)).get(id);
  const most = repeat?.same === "counterparty_amount" ? 100 : 20;
  expect(listed).toEqual(repeat && { ...repeat, times: Math.min(repeat.times, most) });
  // A card counts the same requests.
  const counted = listed ? [[id, { isDone: isDoneBefore(listed) }]] : [];
  expect([...(await listRepeated(db, viewer, [id], now))]).toEqual(counted);
  return repeat;
}

async function repeat(agent: TestAgent, wanted: Action = own(agent), more: Columns = {}) {
  return repeatOf(await workspace.request(agent, { ...columnsOf(wanted), ...more }));
}

describe("exactly the same action, approved before,", () => {
  test("is the first finding, with when, who approved it and what became of it", async () => {
    const agent = await newAgent();
    const requestId = await approved(agent, { by: [owner, backup] });
    const at = addSeconds(now, -1320);
    expect(await repeat(agent)).toEqual({
      ...{ kind: "approved_before", same: "action", requestId, agent: null, at, outcomeAt: at },
      ...{ by: { names: ["Bo Backup"], isYou: true }, outcome: "carried_out", times: 1 },
    });
  });

  test("is found for any action, such as a command without an amount or a resource", async () => {
    const agent = await newAgent();
    const wanted = { type: "shell.exec", params: { command: "rm -rf build" } };
    const requestId = await approved(agent, { wanted });
    expect(await repeat(agent, wanted)).toMatchObject({ same: "action", requestId });
    expect(await repeat(agent, { ...wanted, params: { command: "rm -rf dist" } })).toBeUndefined();
  });

  test("counts how often it was carried out", async () => {
    const agent = await newAgent();
    await approved(agent, { secondsAgo: 9000 });
    const newest = await approved(agent, { secondsAgo: 100 });
    await approved(agent, { secondsAgo: 50, grant: { state: "issued", closedAt: null } });
    expect(await repeat(agent)).toMatchObject({ requestId: newest, outcome: "carried_out", times: 2 });
  });

  test("is found on requests that policy auto-approved, and by policy", async () => {
    const agent = await newAgent();
    const first = await approved(agent, { state: "allowed" });
    const again = await workspace.request(agent, {
      ...columnsOf(own(agent)),
      state: "allowed",
      closedAt: now,
    });
    const auto = { same: "action", requestId: first, by: null, outcome: "carried_out" };
    expect(
      await findUnusual(db, owner, await findRequestForViewer(db, owner, again, now), now),
    ).toMatchObject([auto]);
    expect(await repeat(agent)).toMatchObject(auto);
  });

  test("is found for a request that was made before the other was approved", async () => {
    const agent = await newAgent();
    const waiting = await workspace.request(agent, { ...columnsOf(own(agent)), secondsAgo: 600 });
    const requestId = await approved(agent, { secondsAgo: 60 });
    expect(await repeatOf(waiting)).toMatchObject({ requestId });
  });

  test("is no finding for the request that was approved first", async () => {
    const agent = await newAgent();
    const first = await approved(agent, { secondsAgo: 600 });
    await approved(agent, { secondsAgo: 60 });
    const view = await findRequestForViewer(db, owner, first, now);
    expect(repeatIn(await findUnusual(db, owner, view, now))).toBeUndefined();
  });

  test("isn't hidden by 2,000 later requests, decided or auto-approved, nor by repetitions of the action", async () => {
    const agent = await newAgent();
    const requestId = await approved(agent, { secondsAgo: 9000 });
    const other = { ...own(agent), params: { amount: 3, currency: "USD" } };
    const later = await approved(agent, { wanted: other, secondsAgo: 8000 });
    const repeated = await workspace.request(agent, {
      ...columnsOf(own(agent)),
      state: "allowed",
      secondsAgo: 7000,
    });
    for (const [id, state] of [
      [later, "approved"],
      [later, "allowed"],
      [repeated, "allowed"],
    ] as const)
      await db.$client`
        insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', left(r.id, 20) || ${state[1] ?? ""} || lpad(n::text, 9, '0'),
          'webhook_id', r.id || ${state} || n, 'state', ${state}::text))).* from requests r, generate_series(1, 2000) n where r.id = ${id}`;
    expect(await repeat(agent)).toMatchObject({ same: "action", requestId, outcome: "carried_out" });
  });

  test("isn't found beyond 1,000 newer ones of its state: the look-up is bounded", async () => {
    const agent = await newAgent();
    await approved(agent, { state: "allowed", secondsAgo: 9000 });
    await flood(await approved(agent, { state: "allowed", secondsAgo: 7000, grant: revoked }), 998);
    expect(await repeat(agent)).toMatchObject({ outcome: "carried_out", times: 1 });
    await approved(agent, { state: "allowed", secondsAgo: 100, grant: revoked });
    expect(await repeat(agent)).toMatchObject({ outcome: "unused", times: 100 });
  });

  test("is found whatever the agent says about the request", async () => {
    const agent = await newAgent();
    const requestId = await approved(agent);
    const words = { reason: "A new refund, not approved before", context: '{"approved_before":null}' };
    expect(await repeat(agent, own(agent), words)).toMatchObject({ requestId });
    expect(
      await repeat(agent, { ...refund, resource: "charge/ch_82" }, { reason: own(agent).resource }),
    ).toBeUndefined();
  });
});

describe.each(["allowed", "approved"] as const)("what was carried out (%s)", (state) => {
  const wanted = (agent: TestAgent, note: string): Action => ({
    ...own(agent),
    params: { ...refund.params, note },
  });
  const pushed = async (id: string) =>
    (await findRepeatsFor(db, [{ requestId: id, personId: owner.personId }], now))(id, owner.personId);

  test("isn't hidden by 150 later ones of its state that weren't redeemed", async () => {
    const agent = await newAgent();
    const requestId = await approved(agent, { state, secondsAgo: 9000 });
    await flood(await approved(agent, { state, grant: revoked }), 149);
    const found = { requestId, outcome: "carried_out", times: 1 };
    const again = await workspace.request(agent, columnsOf(own(agent)));
    expect(await repeatOf(again)).toMatchObject({ ...found, same: "action" });
    expect(await pushed(again)).toBe(true);
    const ownRepeat = await findOwnRepeat(db, { requestId: again, now });
    expect(ownRepeat).toMatchObject({ request_id: requestId, outcome: "carried_out" });
    expect(await repeat(agent, wanted(agent, "other"))).toMatchObject({ ...found, same: "resource_amount" });
  });

  test("isn't hidden by 30 later ones that the agent redeemed and reported as failed", async () => {
    const agent = await newAgent();
    const requestId = await approved(agent, { state, secondsAgo: 9000 });
    for (let n = 0; n < 30; n++)
      await execution(await approved(agent, { state }), agent, { state: "failed" });
    expect(await repeat(agent)).toMatchObject({ requestId, outcome: "carried_out", times: 1 });
  });

  test("isn't hidden by 150 later requests of another agent that the viewer may not open", async () => {
    const agent = await newAgent();
    const requestId = await approved(agent, { state, wanted: wanted(agent, "first"), secondsAgo: 9000 });
    const foreign = await workspace.agent(`Foreign ${++count}`, await workspace.person("Sam Stranger"));
    await flood(await approved(foreign, { state, wanted: own(agent), by: [] }), 149);
    const again = await workspace.request(agent, columnsOf(own(agent)));
    expect(await repeatOf(again)).toMatchObject({ same: "resource_amount", requestId });
    expect(await pushed(again)).toBe(true);
  });

  test("for the same counterparty isn't hidden by 150 later ones that weren't redeemed", async () => {
    const agent = await newAgent();
    const paid = (charge: string): Action => ({
      ...{ type: "refund.create", resource: charge },
      params: { amount: 4, currency: "USD", customer: "cus_5" },
    });
    const requestId = await approved(agent, { state, wanted: paid("charge/f1"), secondsAgo: 9000 });
    await flood(await approved(agent, { state, wanted: paid("charge/f2"), grant: revoked }), 149);
    const found = { same: "counterparty_amount", requestId, outcome: "carried_out" };
    const again = await workspace.request(agent, columnsOf(paid("charge/f3")));
    expect(await repeatOf(again)).toMatchObject(found);
    expect(await pushed(again)).toBe(true);
  });
});

describe("what became of it", () => {
  const open = { state: "issued", closedAt: null, expiresAt: addSeconds(now, 60) } as const;
  test.each<[string, Grant, Partial<typeof executions.$inferInsert> | undefined]>([
    ["carried_out", {}, undefined],
    ["carried_out", {}, { state: "done" }],
    ["carried_out", {}, { state: "expected", dueAt: addSeconds(now, 30) }],
    ["uncertain", {}, { state: "expected" }],
    ["uncertain", {}, { state: "uncertain" }],
    ["failed", {}, { state: "failed" }],
    ["approved", open, undefined],
    ["unused", { ...open, expiresAt: addSeconds(now, -1) }, undefined],
    ["unused", { ...open, state: "revoked" }, undefined],
  ])("is %s (%j, %j)", async (outcome, grant, reported) => {
    const agent = await newAgent();
    const id = await approved(agent, { grant });
    if (reported) await execution(id, agent, reported);
    expect(await repeat(agent)).toMatchObject({ outcome });
  });

  test.each([
    ["ran", "carried_out"],
    ["did_not_run", "failed"],
  ] as const)("is what a person found out about an uncertain one: %s", async (finding, outcome) => {
    const agent = await newAgent();
    const resolution = { finding, note: "Looked", resolvedBy: owner.personId, resolvedAt: now };
    await execution(await approved(agent), agent, { state: "uncertain", ...resolution });
    expect(await repeat(agent)).toMatchObject({ outcome });
  });

  test("of a newer one that failed doesn't hide an older one that was carried out", async () => {
    const agent = await newAgent();
    const requestId = await approved(agent, { secondsAgo: 600 });
    await execution(await approved(agent, { secondsAgo: 60 }), agent, { state: "failed" });
    expect(await repeat(agent)).toMatchObject({ requestId, outcome: "carried_out", times: 1 });
  });
});

describe("the same amount for the same resource", () => {
  const noted = { ...refund, params: { ...refund.params, note: "other" } };
  const smaller = { ...refund, params: { ...refund.params, amount: 1249 } };

  test.each(["approved", "allowed"] as const)("is found, by another agent too (%s)", async (state) => {
    const wanted = { ...noted, resource: `charge/${state}` };
    const other = await newAgent();
    const requestId = await approved(other, { wanted, state });
    const again = { ...wanted, params: refund.params };
    const mine = await newAgent();
    expect(await repeat(mine, again)).toMatchObject({
      same: "resource_amount",
      requestId,
      agent: `Bot ${count - 1}`,
    });
    expect(await repeat(other, again)).toMatchObject({ same: "resource_amount", requestId, agent: null });
    expect(await repeat(mine, { ...smaller, resource: wanted.resource })).toBeUndefined();
    expect(await repeat(mine, again, { currency: "EUR" })).toBeUndefined();
    expect(await repeat(mine, { ...again, type: "payment.create" })).toBeUndefined();
  });

  test("is found although exactly the same action was approved and not carried out", async () => {
    const agent = await newAgent();
    const resource = "charge/mixed";
    const requestId = await approved(agent, { wanted: { ...noted, resource }, secondsAgo: 900 });
    await approved(agent, { wanted: { ...refund, resource }, grant: { state: "revoked" } });
    expect(await repeat(agent, { ...refund, resource })).toMatchObject({
      same: "resource_amount",
      requestId,
    });
  });
});

describe("the same amount for the same counterparty within a day", () => {
  const paid = (customer: string, charge: string, amount = 70): Action => ({
    ...{ type: "refund.create", resource: charge, params: { amount, currency: "USD", customer } },
  });

  test.each(["approved", "allowed"] as const)("is found (%s)", async (state) => {
    const agent = await newAgent();
    const requestId = await approved(agent, { wanted: paid("cus_1", `charge/${state}1`), state });
    const found = { same: "counterparty_amount", requestId };
    expect(await repeat(agent, paid("CUS_1", `charge/${state}2`))).toMatchObject(found);
    expect(await repeat(agent, paid("cus_2", `charge/${state}2`))).toBeUndefined();
    expect(await repeat(agent, paid("cus_1", `charge/${state}2`, 71))).toBeUndefined();
    expect(await repeat(await newAgent(), paid("cus_1", `charge/${state}2`))).toBeUndefined();
  });

  test("isn't found after a day, and not in the text of another parameter", async () => {
    const agent = await newAgent();
    await approved(agent, { wanted: paid("cus_1", "charge/day1"), secondsAgo: 24 * 3600 + 1 });
    const text = {
      ...paid("cus_2", "charge/day2").params,
      memo: '"customer":"cus_1"',
      deep: { customer: "cus_1" },
    };
    await approved(agent, { wanted: { ...refund, resource: "charge/day2", params: text } });
    expect(await repeat(agent, paid("cus_1", "charge/day3"))).toBeUndefined();
  });
});

describe("a viewer who may not open the earlier request", () => {
  const resource = "charge/secret";
  const ofGroup = (group: string) => ({
    requirements: [{ approvals: 1, approvers: { kind: "group", group } }],
  });

  test("learns nothing of it: not that it happened, nor how often", async () => {
    const agent = await newAgent();
    const member = await workspace.person("Greta Group");
    const group = await workspace.group([member]);
    await approved(agent, { wanted: { ...refund, resource } });
    const other = await workspace.agent("Stranger's bot", await workspace.person("Sam Stranger"));
    await approved(other, { wanted: { ...refund, resource } });
    const id = await workspace.request(agent, { ...columnsOf({ ...refund, resource }), ...ofGroup(group) });
    expect(await repeatOf(id, member)).toBeUndefined();
    expect(await repeatOf(id)).toMatchObject({ same: "action", times: 1 });
    const readable = await approved(agent, { wanted: { ...refund, resource }, ...ofGroup(group) });
    expect(await repeatOf(id, member)).toMatchObject({ requestId: readable, times: 1 });
  });

  test("learns nothing of it by a counterparty", async () => {
    const agent = await newAgent();
    const member = await workspace.person("Gus Group");
    const group = await workspace.group([member]);
    const paid = (charge: string): Action => ({
      ...{
        type: "refund.create",
        resource: charge,
        params: { amount: 5, currency: "USD", customer: "cus_9" },
      },
    });
    await approved(agent, { wanted: paid("charge/a") });
    const id = await workspace.request(agent, { ...columnsOf(paid("charge/b")), ...ofGroup(group) });
    expect(await repeatOf(id, member)).toBeUndefined();
    expect(await repeatOf(id)).toMatchObject({ same: "counterparty_amount" });
    const readers = [owner, member].map(({ personId }) => ({ requestId: id, personId }));
    const isRepeat = await findRepeatsFor(db, readers, now);
    expect(readers.map(({ personId }) => isRepeat(id, personId))).toEqual([true, false]);
  });
});

test("requests of several agents in one list are each compared with their own agent's day", async () => {
  const [one, other] = [await newAgent(), await newAgent()];
  const paid = (customer: string): Action => ({
    ...{ type: "refund.create", resource: `charge/${customer}${++count}` },
    params: { amount: 6, currency: "USD", customer },
  });
  const ofOne = await approved(one, { wanted: paid("cus_a") });
  const ofOther = await approved(other, { wanted: paid("cus_b") });
  const ids = [];
  for (const [agent, customer] of [
    [one, "cus_a"],
    [one, "cus_a"],
    [one, "cus_b"],
    [other, "cus_a"],
    [other, "cus_b"],
  ] as const)
    ids.push(await workspace.request(agent, columnsOf(paid(customer))));
  const listed = await listApprovedBefore(db, owner, ids, now);
  expect(ids.map((id) => listed.get(id)?.requestId)).toEqual([
    ...[ofOne, ofOne, undefined, undefined, ofOther],
  ]);
  const counted = [...(await listRepeated(db, owner, ids, now)).keys()];
  expect(counted.toSorted()).toEqual([ids[0], ids[1], ids[4]]);
});

test("a list compares the counterparties of 50 different requests at most", async () => {
  const agent = await newAgent();
  const paid = (customer: number): Action => ({
    ...{ type: "refund.create", resource: `charge/${++count}` },
    params: { amount: 8, currency: "USD", customer },
  });
  for (const customer of [0, 50]) await approved(agent, { wanted: paid(customer) });
  const ids = [];
  for (let n = 0; n <= 50; n++) ids.push(await workspace.request(agent, columnsOf(paid(n))));
  expect([...(await listApprovedBefore(db, owner, ids, now)).keys()]).toEqual(ids.slice(0, 1));
  expect(await repeatOf(ids[50] ?? "")).toMatchObject({ same: "counterparty_amount" });
});

test("a test request neither repeats nor is repeated", async () => {
  const agent = await workspace.agentOfTests(owner);
  await approved(agent, { edge: "test" });
  expect(await repeat(agent, own(agent), { edge: "test" })).toBeUndefined();
});

test("requests for the same action share one look-up, and each has its finding", async () => {
  const agent = await newAgent();
  const requestId = await approved(agent);
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push(await workspace.request(agent, columnsOf(own(agent))));
  const listed = await listApprovedBefore(db, owner, ids, now);
  expect(ids.map((id) => listed.get(id)?.requestId)).toEqual([requestId, requestId, requestId]);
});
