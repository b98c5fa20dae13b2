import { expect, test } from "vitest";
import type { Database } from "#db/client";
import type { Action } from "#lib/policy/language/action";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { findUnusual, listUnusual } from "./find-unusual.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const owner = await workspace.person("Olive Owner");
let secondsAgo = 5000;

/** A refund, each newer than the one before. */
function refund(agent: TestAgent, charge: string, amount: number, more = {}) {
  const params = { amount, currency: "USD", customer: `cus_${amount}` };
  const wanted: Action = { type: "refund.create", resource: `charge/${charge}`, params };
  const columns = { resource: `charge/${charge}`, amount: String(amount), currency: "USD" };
  return workspace.request(agent, { wanted, ...columns, secondsAgo: secondsAgo--, ...more });
}

const approved = { state: "approved", approvalsGiven: 1, closedAt: now, policyVersion: 0 } as const;
const viewsOf = (ids: string[]) => Promise.all(ids.map((id) => findRequestForViewer(db, owner, id, now)));

test("each of several requests has the findings that it has alone", async () => {
  const agent = await workspace.agent("Busy bot", owner);
  for (let n = 1; n <= 8; n++) await refund(agent, "often", n, approved);
  const ids = [await refund(agent, "often", 8), await refund(agent, "first", 500)];
  // Decided between them: of no account for those before it.
  const denied = await refund(agent, "late", 600, { state: "denied", closedAt: now });
  await workspace.decision(denied, owner, "deny");
  for (let n = 1; n <= 8; n++) await refund(agent, "late", 600 + n, approved);
  ids.push(
    await refund(agent, "late", 600),
    await refund(agent, "other", 608),
    await refund(agent, "often", 1),
  );
  const views = await viewsOf(ids);
  const together = await listUnusual(db, owner, views.toReversed(), now);
  const alone = await Promise.all(views.map((view) => findUnusual(db, owner, view, now)));
  expect(together.toReversed()).toEqual(alone);
  expect(alone.map((findings) => findings.map(({ kind }) => kind))).toEqual([
    ["approved_before", "policy_changed"],
    ["amount", "first_for_resource", "policy_changed", "differences"],
    ["denied_before", "policy_changed", "differences"],
    ["approved_before", "amount", "first_for_resource", "policy_changed", "differences"],
    ["approved_before", "amount", "policy_changed"],
  ]);
});

test("many requests take as many statements as two", async () => {
  const agent = await workspace.agent("Many bot", owner);
  for (let n = 0; n < 20; n++) await refund(agent, "many", n, approved);
  const ids: string[] = [];
  for (let n = 0; n < 20; n++) ids.push(await refund(agent, "many", n));
  const views = await viewsOf(ids);
  const statements = async (count: number) => {
    let sent = 0;
    const counting = new Proxy(db, {
      get: (target, name) => {
        if (name === "select" || name === "execute" || name === "$client") sent++;
        return Reflect.get(target, name);
      },
    }) as Database;
    const found = await listUnusual(counting, owner, views.slice(0, count), now);
    expect(found.every(([finding]) => finding?.kind === "approved_before")).toBe(true);
    return sent;
  };
  expect(await statements(20)).toBe(await statements(2));
  expect(await statements(2)).toBe(5);
});

test("requests of several agents or types, or closed ones, aren't compared together", async () => {
  const [one, other] = [await workspace.agent("One bot", owner), await workspace.agent("Other bot", owner)];
  const ids = [
    await refund(one, "a", 1),
    await refund(other, "a", 1),
    await refund(one, "a", 2, { state: "denied", closedAt: now }),
  ];
  const [first, ofOther, closed] = await viewsOf(ids);
  if (!first || !ofOther || !closed) throw new Error("not read");
  const ofType = { ...first, action: { ...first.action, type: "wire.send" } };
  for (const another of [ofOther, closed, ofType])
    await expect(listUnusual(db, owner, [first, another], now)).rejects.toThrow(/together/);
});
