import { beforeEach, expect, test } from "vitest";
import { workspace as workspaceTable } from "#db/schema/directory";
import { grants } from "#db/schema/grants";
import { newId } from "#lib/kernel/ids";
import type { TestPerson } from "#lib/membership/testing/people";
import type { Action } from "#lib/policy/language/action";
import { now, refund, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { listPendingCards } from "./list-pending-cards.ts";
import { listQueue } from "./list-queue.ts";
import type { QueueFilter } from "./queue-query.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
await db.insert(workspaceTable).values({ name: "Test", createdAt: now });
const stranger = await workspace.person("Sam Stranger");
let owner: TestPerson;
let bot: TestAgent;

beforeEach(async () => {
  owner = await workspace.person("Olive Owner");
  bot = await workspace.agent("Refund bot", owner);
});

const of = (amount: number): Action => ({ ...refund, params: { amount, currency: "USD" } });
const amounts = (amount: number) => ({ wanted: of(amount), amount: String(amount), currency: "USD" });
const cardsOf = async (filter: Partial<QueueFilter> = {}, viewer = owner) =>
  (await listPendingCards(db, viewer, { state: "pending", ...filter }, { now })).cards;
const shapes = async (filter?: Partial<QueueFilter>) =>
  (await cardsOf(filter)).map(({ kind, ids }) => [kind, ids.length]);

/** Requests for different amounts, the first one the longest ago. */
async function ask(
  count: number,
  { agent = bot, secondsApart = 10, secondsAgo = 0, lifeSeconds = 600 } = {},
) {
  const ids: string[] = [];
  for (let n = count - 1; n >= 0; n -= 1)
    ids.push(
      await workspace.request(agent, {
        ...amounts(n + 1),
        secondsAgo: secondsAgo + n * secondsApart,
        lifeSeconds: lifeSeconds - n,
      }),
    );
  return ids;
}

test("up to five requests of an agent and type are rows, six are one card, and above the limit they are a flood", async () => {
  await ask(5);
  expect(await shapes()).toEqual(Array(5).fill(["one", 1]));
  await workspace.request(bot, amounts(99));
  expect(await shapes()).toEqual([["type", 6]]);
  expect((await cardsOf())[0]?.amounts).toEqual({ lowest: "1", highest: "99", currency: "USD" });
  expect(await shapes({ agent: bot.id, type: refund.type })).toEqual(Array(6).fill(["one", 1]));
  await ask(5);
  expect(await shapes()).toEqual([["flood", 11]]);
});

test("rows say what they repeat, and a card how many of its requests do, and of how many the action ran", async () => {
  const approved = { state: "approved", approvalsGiven: 1, closedAt: now, secondsAgo: 900 } as const;
  const resource = `charge/${bot.id}`;
  const again = (amount: number) => ({ ...amounts(amount), resource, wanted: { ...of(amount), resource } });
  const first = await workspace.request(bot, { ...again(1), ...approved });
  await workspace.request(bot, { ...again(2), ...approved });
  for (let n = 1; n <= 3; n++) await workspace.request(bot, again(n));
  const repeated = (await cardsOf()).map(({ newest, repeats }) => [
    newest.approvedBefore?.same,
    repeats.count,
  ]);
  expect(repeated).toEqual([
    ["action", 1],
    ["action", 1],
    [undefined, 0],
  ]);
  for (let n = 4; n <= 6; n++) await workspace.request(bot, again(n));
  expect((await cardsOf()).map(({ kind, repeats }) => [kind, repeats])).toEqual([
    ["type", { count: 2, done: 0 }],
  ]);
  const at = now;
  await db.insert(grants).values({
    ...{ id: newId("gnt", at), requestId: first, agentId: bot.id, ownerId: bot.ownerId, ownerEpoch: 1 },
    ...{ actionDigest: "digest", kid: "kid", claims: "{}", state: "redeemed", issuedAt: at, closedAt: at },
    expiresAt: at,
  });
  expect((await cardsOf())[0]?.repeats).toEqual({ count: 2, done: 1 });
});

test("a card of several requests says when the first of them expires, whichever is newest", async () => {
  await ask(5);
  await workspace.request(bot, { ...amounts(7), lifeSeconds: 60, secondsAgo: 60 });
  const firstExpiresAt = new Date(now.getTime() + 60_000);
  expect((await cardsOf())[0]).toMatchObject({ kind: "type", firstExpiresAt });
  await ask(5);
  expect((await cardsOf())[0]).toMatchObject({ kind: "flood", firstExpiresAt });
});

test("a card has a range of amounts only if every request has an amount in the same currency", async () => {
  await ask(5);
  await workspace.request(bot, { ...amounts(7), currency: "EUR" });
  expect((await cardsOf())[0]).toMatchObject({ kind: "type", ids: { length: 6 }, amounts: undefined });
});

test("what needs a person has no request that the person may not decide", async () => {
  const decided = await workspace.request(bot, { wanted: of(1), approvalsRequired: 2 });
  await workspace.decision(decided, owner, "approve");
  const open = await workspace.request(bot, { wanted: of(2) });
  const needsYou = await cardsOf({ state: "needs_you" });
  expect(needsYou.flatMap(({ ids }) => ids)).toEqual([open]);
  expect((await cardsOf()).flatMap(({ ids }) => ids).sort()).toEqual([decided, open].sort());
  expect(await cardsOf({ state: "needs_you" }, stranger)).toEqual([]);
});

test("a flood's card has the newest request, every other one by its id, and its times", async () => {
  const ids = await ask(29);
  const [card] = await cardsOf();
  expect(card).toMatchObject({ kind: "flood", ids: ids.toReversed(), burst: 29, newest: { id: ids.at(-1) } });
  expect(card?.newestAt.getTime()).toBeGreaterThan(card?.oldestAt.getTime() ?? Number.NaN);
});

test("a flood stays one card while its requests are pending, however long ago they came", async () => {
  await ask(11, { secondsAgo: 3 * 86_400, lifeSeconds: 86_400 });
  expect(await shapes()).toEqual([["flood", 11]]);
});

test("many requests over a long time are no flood, and other agents' requests have cards of their own", async () => {
  await ask(11, { secondsApart: 70 });
  const other = await workspace.agent("Other bot", owner);
  await ask(11, { agent: other });
  expect((await shapes()).sort()).toEqual([
    ["flood", 11],
    ["type", 11],
  ]);
});

test("the same action of the same agent is one card with a count, with the newest request", async () => {
  const ids = [40, 30, 20].map((secondsAgo) => workspace.request(bot, { secondsAgo, wanted: of(5) }));
  const [, , newest] = await Promise.all(ids);
  await workspace.request(await workspace.agent("Other bot", owner), { wanted: of(5) });
  await workspace.request(bot, { wanted: of(6) });
  expect((await shapes()).sort()).toEqual([
    ["one", 1],
    ["one", 1],
    ["same", 3],
  ]);
  const same = (await cardsOf()).find(({ kind }) => kind === "same");
  expect(same?.newest.id).toBe(newest);
  expect(await shapes({ digest: same?.newest.actionDigest ?? "" })).toEqual(Array(3).fill(["one", 1]));
});

test("a filter by agent shows the requests of a flood one by one", async () => {
  await ask(29);
  expect(await shapes({ agent: bot.id })).toEqual(Array(29).fill(["one", 1]));
});

test("cards keep the order of their soonest deadline, and pages leave out no request", async () => {
  const before = await workspace.agent("First bot", owner);
  const [soonest] = await ask(1, { agent: before, lifeSeconds: 60 });
  await ask(29, { lifeSeconds: 300 });
  const spread = [];
  for (let n = 0; n < 60; n += 1)
    spread.push(...(await ask(1, { agent: await workspace.agent(`Bot ${n}`, owner), lifeSeconds: 400 + n })));
  const first = await listPendingCards(db, owner, { state: "pending" }, { now });
  expect(first.cards.slice(0, 3).map(({ kind }) => kind)).toEqual(["one", "flood", "one"]);
  expect(first.cards[0]?.newest.id).toBe(soonest);
  const second = await listPendingCards(db, owner, { state: "pending", after: first.next ?? "" }, { now });
  const shown = [...first.cards, ...second.cards].flatMap(({ ids }) => ids);
  expect(new Set(shown).size).toBe(90);
  expect(second.next).toBeNull();
  expect(shown).toEqual(expect.arrayContaining(spread));
});

test("a card has no request that the viewer may not read", async () => {
  await ask(29);
  expect(await cardsOf({}, stranger)).toEqual([]);
});

test("no list of requests reads what an agent gave as a reason", async () => {
  const secret = "zqx-secret-zqx";
  await workspace.request(bot, { ...amounts(3), reason: secret, context: JSON.stringify({ secret }) });
  const cards = await cardsOf();
  const { items } = await listQueue(db, owner, { state: "pending" }, now);
  expect([cards.length, items.length]).toEqual([1, 1]);
  expect(JSON.stringify([cards, items])).not.toContain(secret);
});
