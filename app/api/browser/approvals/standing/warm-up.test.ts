import { expect, test } from "vitest";
import { type Answer, askedBy, waitFor } from "#app/api/agent/testing/ask-and-wait";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { draftStanding } from "#lib/approvals/standing/approvals/draft";
import { addSeconds } from "#lib/kernel/clock";
import {
  approveRead,
  ceiling,
  openRefunds,
  sampleDraws,
  signStanding,
} from "./testing/standing-approvals.ts";

// An agent that behaves well until it gets a standing approval, and then takes what it can (docs/security.md).
const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
await openRefunds(workspace, admin, ceiling);
const agent = await workspace.agent(admin, owner);

const largest = 300;
const terms = { days: 9, count: 8, per_hour: 3, total: 5000 };
const hour = 3600;
const day = 24 * hour;

let readId = "";
for (const refunds of [4, 4, 3, 3, 3, 3]) {
  for (const index of Array(refunds).keys())
    readId = await approveRead(workspace, { agent, by: owner, action: refund(largest - 50 * index) });
  await pass(day);
}

async function pass(seconds: number): Promise<void> {
  time.now = addSeconds(time.now, seconds);
  await owner.signIn();
}

let signedAt = time.now;
async function sign(chosen: object = {}): Promise<void> {
  sampleDraws(false);
  await pass(1);
  signedAt = time.now;
  expect((await signStanding(owner, readId, { ...terms, ...chosen })).status).toBe(201);
}

const ask = (action: object = refund(largest), webhookId?: string) => askedBy(agent, { action }, webhookId);

const withdraw = (answer: Answer) => waitFor(answer, "", { method: "DELETE" });

/** What may run although no person approved it, since the last signature. */
async function ran(): Promise<{ at: number; amount: number; like: object }[]> {
  const rows = await db.$client<{ action: string; at: Date }[]>`
    select r.action, r.created_at as at from requests r
    where r.agent_id = ${agent.id} and r.state in ('approved', 'allowed') and r.created_at >= ${signedAt.toISOString()}
      and not exists (select from approvals d where d.request_id = r.id and d.standing_approval_id is null)
    order by r.id`;
  return rows.map(({ action, at }) => {
    const { params, ...like } = JSON.parse(action);
    return {
      at: new Date(at).getTime(),
      amount: params.amount,
      like: { ...like, currency: params.currency },
    };
  });
}

/** The bound of docs/security.md. @returns the number and the sum of what ran */
async function withinSigned({ days, count, per_hour, total } = terms) {
  const all = await ran();
  const sum = all.reduce((before, { amount }) => before + amount, 0);
  const inHour = ({ at }: { at: number }) =>
    all.filter((other) => other.at >= at && other.at < at + hour * 1000).length;
  expect(all.length).toBeLessThanOrEqual(count);
  expect(Math.max(0, ...all.map(inHour))).toBeLessThanOrEqual(per_hour);
  expect(sum).toBeLessThanOrEqual(total);
  for (const { at, amount, like } of all) {
    expect(at).toBeLessThan(signedAt.getTime() + days * day * 1000);
    expect(amount).toBeLessThanOrEqual(largest);
    expect(like).toEqual({ type: "refund.create", resource: "charge/ch_81", currency: "USD" });
  }
  return { count: all.length, sum };
}

test("after 20 refunds on 6 days, the page to sign names the largest of them as the most", async () => {
  const { personId } = owner.viewer;
  expect(await draftStanding(db, { requestId: readId, personId, now: time.now })).toMatchObject({
    mayDiffer: [{ path: "/params/amount", up_to: largest }],
    restsOn: { count: 20 },
    isSuggested: true,
  });
});

test("races, repetitions and withdrawals within an hour run no more requests than signed for an hour", async () => {
  await sign();
  const repeated = await Promise.all(Array.from({ length: 10 }, () => ask(refund(200), "msg_repeated")));
  expect(new Set(repeated.map(({ request }) => request.id)).size).toBe(1);
  expect(await codeOf(await agent.ask({ action: refund(201) }, "msg_repeated"))).toBe("idempotency_conflict");
  expect(await withinSigned()).toEqual({ count: 1, sum: 200 });
  const raced = await Promise.all(Array.from({ length: 30 }, () => ask()));
  for (const answer of raced)
    expect((await withdraw(answer)).status).toBe(answer.request.state === "pending" ? 200 : 409);
  await Promise.all(Array.from({ length: 30 }, () => ask(refund(101))));
  expect(await withinSigned()).toEqual({ count: 3, sum: 800 });
});

test("over the days, split and whole amounts run up to what was signed, and nothing after its last day", async () => {
  const takeAll = async (chosen: Partial<typeof terms>) => {
    await sign(chosen);
    for (let round = 0; round < 6; round++) {
      for (const amount of [largest, largest, 150, 101]) await ask(refund(amount));
      await pass(8 * hour);
    }
    return withinSigned({ ...terms, ...chosen });
  };
  expect(await takeAll({ total: 1400 })).toEqual({ count: 5, sum: 1350 });
  expect((await takeAll({})).count).toBe(8);
  expect((await takeAll({ days: 1, per_hour: 1 })).count).toBe(3);
});

test.each([
  ["a larger amount", refund(largest + 1)],
  ["an amount of two people", refund(5001)],
  ["another resource", refund(largest, { resource: "charge/ch_82" })],
  ["another currency", { ...refund(), params: { amount: 200, currency: "EUR" } }],
])("one attempt at %s ends it, and repetitions reach the owner", async (_, action) => {
  await sign();
  await ask(refund(200));
  const attempts = await Promise.all(Array.from({ length: 5 }, () => ask(action)));
  await Promise.all(attempts.map(withdraw));
  for (let round = 0; round < 3; round++) {
    await ask();
    await pass(hour);
  }
  expect(await withinSigned()).toEqual({ count: 1, sum: 200 });
});

test("a request that reached the owner by chance, and is withdrawn, ends it", async () => {
  await sign();
  await ask(refund(200));
  sampleDraws(true);
  const sampled = await ask();
  sampleDraws(false);
  expect((await withdraw(sampled)).status).toBe(200);
  for (let round = 0; round < 3; round++) {
    await ask();
    await pass(hour);
  }
  expect(await withinSigned()).toEqual({ count: 1, sum: 200 });
});
