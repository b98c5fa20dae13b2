import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { insertVersion } from "#lib/policy/versions/insert-version";
import { versionInForce } from "#lib/policy/versions/versions";
import { now, refund, TestWorkspace } from "#lib/testing/workspace";
import { findRequestForViewer } from "./find-for-viewer.ts";
import type { RequestReader } from "./visible-requests.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;

const owner = await workspace.person("Olive Owner");
const backup = await workspace.person("Bo Backup");
const admin = await workspace.person("Ada Admin", ["admin"]);
const stranger = await workspace.person("Sam Stranger");
await workspace.person("Gone Gale", ["approver"], "left");
const bot = await workspace.agent("Refund bot", owner, [backup]);

const find = (viewer: RequestReader, id: string, at = now) => findRequestForViewer(db, viewer, id, at);

describe("who may read", () => {
  test("a request of another person's agent looks like a missing request", async () => {
    const id = await workspace.request(bot);
    await expect(find(stranger, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(find(owner, newId("req", now))).rejects.toMatchObject({ code: "not_found" });
    await expect(find({ ...owner, roles: [] }, id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("an admin reads it and may not decide", async () => {
    const { viewerRole } = await find(admin, await workspace.request(bot));
    expect(viewerRole).toMatchObject({ mayDecide: false, isYours: false, code: "not_found" });
  });

  test("a person who decided can still read the request after the agent has a new owner", async () => {
    const id = await workspace.request(bot, { state: "approved", approvalsGiven: 1, closedAt: now });
    await workspace.decision(id, stranger, "approve");
    expect((await find(stranger, id)).decisions).toHaveLength(1);
  });
});

test("the owner sees the action, the reason and the agent, and may decide", async () => {
  const id = await workspace.request(bot, { reason: "Billed twice", context: '{"a":1}', wanted: refund });
  const view = await find(owner, id);
  expect(view).toMatchObject({
    state: "pending",
    action: refund,
    entry: { title: "Refund a payment", risk: "spend", amountParam: "amount", currencyParam: "currency" },
    reason: "Billed twice",
    context: '{"a":1}',
    agent: { name: "Refund bot", status: "active" },
    owner: { name: "Olive Owner" },
    policy: {
      version: 1,
      rules: [
        { id: "refund-medium", title: "Refunds over 100 need 1 approval", tier: { over: 100, upTo: 5000 } },
      ],
    },
    isQuorumImpossible: false,
    grant: null,
  });
  expect(view.viewerRole).toMatchObject({ mayDecide: true, decidable: { requestId: id, ownerEpoch: 1 } });
});

test("an action of an unknown type has no entry, and the built-in description if there is one", async () => {
  const shown = async (type: string) => {
    const { entry, descriptor } = await find(
      owner,
      await workspace.request(bot, { wanted: { type, params: {} } }),
    );
    return [entry, descriptor?.intent];
  };
  expect(await shown("http.get.api.example")).toEqual([null, "Call an HTTP API"]);
  expect(await shown("unknown.type")).toEqual([null, undefined]);
});

test("a request decided by the default outcome lists no rules", async () => {
  const view = await find(owner, await workspace.request(bot, { ruleIds: [] }));
  expect(view.policy.rules).toEqual([]);
});

test("the possible deciders are the owner and the backups who are active approvers", async () => {
  const gone = await workspace.person("Hal Gone", ["approver"], "suspended");
  const clerk = await workspace.person("Clerk", ["auditor"]);
  const agent = await workspace.agent("Shared bot", owner, [backup, gone, clerk]);
  const { requirements } = await find(owner, await workspace.request(agent));
  expect(requirements).toMatchObject([
    { words: "1 approval from the owner or a backup approver", approvals: 1, given: 0 },
  ]);
  expect(requirements[0]?.deciders.map(({ name, capacity }) => [name, capacity])).toEqual([
    ["Olive Owner", "owner"],
    ["Bo Backup", "backup"],
  ]);
});

test("the viewer's own approval is shown, and the request waits for another approver", async () => {
  const id = await workspace.request(bot, { approvalsRequired: 2, approvalsGiven: 1 });
  const receiptId = await workspace.decision(id, owner, "approve");
  const mine = await find(owner, id);
  expect(mine.viewerRole).toMatchObject({ mayDecide: false, code: "already_decided", isYours: true });
  expect(mine.decisions).toMatchObject([
    { id: receiptId, person: { name: "Olive Owner" }, decision: "approve" },
  ]);
  expect((await find(backup, id)).viewerRole).toMatchObject({ mayDecide: true });
});

test("a quorum that the remaining people cannot reach is shown as impossible", async () => {
  const lonely = await workspace.agent("Lonely bot", owner);
  const two = await workspace.request(lonely, { approvalsRequired: 2 });
  expect((await find(owner, two)).isQuorumImpossible).toBe(true);
  const shared = await workspace.request(bot, { approvalsRequired: 2, approvalsGiven: 1 });
  await workspace.decision(shared, owner, "approve");
  expect((await find(owner, shared)).isQuorumImpossible).toBe(false);
});

test("a request past its deadline is expired and cannot be decided, even before a worker updates the row", async () => {
  const view = await find(owner, await workspace.request(bot, { lifeSeconds: 60 }), addSeconds(now, 60));
  expect(view.state).toBe("expired");
  expect(view.viewerRole).toMatchObject({ mayDecide: false, code: "request_expired" });
});

test("a request cannot be approved after its agent's owner or status has changed", async () => {
  const agent = await workspace.agent("Ghost bot", owner);
  const id = await workspace.request(agent);
  await db.execute(sql`update agents set owner_epoch = 2 where id = ${agent.id}`);
  expect((await find(owner, id)).viewerRole).toMatchObject({ mayDecide: false, code: "agent_quarantined" });
});

test("the grant's state is shown with its redeemer, and an unredeemed grant expires without a job", async () => {
  const id = await workspace.request(bot, { state: "approved", approvalsGiven: 1, closedAt: now });
  await db.execute(sql`
    insert into grants (id, request_id, agent_id, owner_id, owner_epoch, action_digest, kid, claims, state, issued_at, expires_at)
    values (${newId("gnt", now)}, ${id}, ${bot.id}, ${bot.ownerId}, 1, 'd', 'k', '{}', 'issued', ${now.toISOString()},
      ${addSeconds(now, 300).toISOString()})`);
  expect((await find(owner, id)).grant).toMatchObject({ state: "issued", redeemedBy: null });
  expect((await find(owner, id, addSeconds(now, 300))).grant).toMatchObject({ state: "expired" });
  await db.execute(sql`
    update grants set state = 'redeemed', redeemed_by = ${bot.id}, closed_at = ${now.toISOString()} where request_id = ${id}`);
  expect((await find(owner, id)).grant).toMatchObject({
    state: "redeemed",
    redeemedBy: { name: "Refund bot" },
  });
});

// Last: it publishes a version.
test("a pending request has the risk and the description of the live version, a closed one of the version it has", async () => {
  const wanted = { type: "http.get.api.example", params: {} };
  const ids = [
    await workspace.request(bot, { wanted }),
    await workspace.request(bot, { wanted, state: "cancelled", closedAt: now }),
  ];
  const { version, rules, defaultOutcome, unclassified, catalog } = await versionInForce(db);
  const entry = { type: wanted.type, title: "Read", risk: "read" as const, schema: {} };
  const added = {
    ...entry,
    amountParam: null,
    currencyParam: null,
    descriptor: { intent: "Read", fields: [] },
  };
  await db.transaction((tx) =>
    insertVersion(tx, {
      ...{ version: version + 1, rules, defaultOutcome, unclassified, catalog: [...catalog, added], now },
      actor: { type: "system", id: "test" },
    }),
  );
  const views = await Promise.all(ids.map((id) => find(owner, id)));
  expect(views.map(({ entry: found, descriptor }) => [found?.risk, descriptor?.intent])).toEqual([
    ...[
      ["read", "Read"],
      [undefined, "Call an HTTP API"],
    ],
  ]);
});
