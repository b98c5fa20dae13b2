import { expect, test } from "vitest";
import { findDecidable } from "#lib/approvals/find-decidable";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { countDecidable, findDecisionQueue } from "./decidable-requests.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;

test("the count is the number of requests that a person may decide", async () => {
  const owner = await workspace.person("Olive Owner");
  const backup = await workspace.person("Bo Backup");
  const member = await workspace.person("Mo Member");
  const delegate = await workspace.person("Del Egate");
  const admin = await workspace.person("Ada Admin", ["admin"]);
  const suspended = await workspace.person("Sus Pended", ["approver"], "suspended");
  const bot = await workspace.agent("Refund bot", owner, [backup, suspended]);
  const orphan = await workspace.agent("Orphaned bot", suspended, [backup]);
  const group = await workspace.group([member, suspended]);
  await workspace.delegate(owner, delegate);
  const byGroup = [{ approvers: { kind: "group" as const, group }, approvals: 1 }];
  const requests = [
    await workspace.request(bot),
    await workspace.request(bot, { requirements: byGroup }),
    await workspace.request(bot, { lifeSeconds: 0, secondsAgo: 30 }),
    await workspace.request(bot, { state: "denied", closedAt: now }),
    await workspace.request(orphan),
  ];
  const decided = await workspace.request(bot, { approvalsRequired: 2 });
  await workspace.decision(decided, owner, "approve");
  requests.push(decided);

  const counts: Record<string, number> = {};
  for (const { name, personId } of [owner, backup, member, delegate, admin, suspended]) {
    counts[name] = await countDecidable(db, personId, now);
    const decidable = await Promise.allSettled(
      requests.map((requestId) => findDecidable(db, { requestId, personId, now })),
    );
    expect([name, counts[name]]).toEqual([
      name,
      decidable.filter(({ status }) => status === "fulfilled").length,
    ]);
  }
  expect(counts).toMatchObject({ "Olive Owner": 1, "Mo Member": 1, "Ada Admin": 0, "Sus Pended": 0 });
});

test("a person goes from request to request in the order of their deadlines", async () => {
  const olga = await workspace.person("Olga Owner");
  const bot = await workspace.agent("Queue bot", olga);
  const ids: string[] = [];
  for (const lifeSeconds of [100, 200, 300]) ids.push(await workspace.request(bot, { lifeSeconds }));
  const [first = "", second = "", third = ""] = ids;
  const at = (requestId: string) => findDecisionQueue(db, { personId: olga.personId, requestId, now });
  expect(await at(first)).toEqual({ position: 1, count: 3, previous: undefined, next: second });
  expect(await at(second)).toEqual({ position: 2, count: 3, previous: first, next: third });
  expect(await at(third)).toEqual({ position: 3, count: 3, previous: second, next: undefined });
  await workspace.decision(second, olga, "approve");
  expect(await at(second)).toEqual({ position: undefined, count: 2, previous: undefined, next: first });
});

test("an agent whose requests other people decide hides no request that needs the person", async () => {
  const olga = await workspace.person("Ola Owner");
  const noisy = await workspace.agent("Noisy bot", olga);
  const quiet = await workspace.agent("Quiet bot", olga);
  const group = await workspace.group([await workspace.person("Mia Member")]);
  const requirements = [{ approvers: { kind: "group" as const, group }, approvals: 1 }];
  for (let n = 0; n < 101; n += 1) await workspace.request(noisy, { requirements, lifeSeconds: 60 });
  const needed = await workspace.request(quiet, { lifeSeconds: 600 });
  expect(await countDecidable(db, olga.personId, now)).toBe(1);
  expect(await findDecisionQueue(db, { personId: olga.personId, requestId: needed, now })).toMatchObject({
    position: 1,
    count: 1,
  });
});
