import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { decisionState } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { decidersNow } from "#lib/approvals/counting/capacities";
import { loadEligibleApprovers } from "#lib/approvals/eligible-approvers";
import { decidableRows } from "#lib/approvals/visibility";
import { recipientsOf } from "#lib/notifications/planning/recipients";
import { defaults, type Rule } from "#lib/policy/language/rule";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { listQueue } from "#lib/requests/queue/list-queue";
import { sendTestRequest } from "#lib/requests/send-test-request";
import { agentsReadInFull, canRead } from "#lib/requests/visible-requests";

const { workspace, admin } = await RunningWorkspace.open();
const { db, time, runtime, rows } = workspace;
const origin = runtime.config.origin;

const newApprover = (name: string) => workspace.person(name, ["admin", "approver"], admin);
const send = ({ viewer }: SignedInPerson) =>
  sendTestRequest(db, { viewer, secret: runtime.secret, origin, now: time.now });
const idOf = ({ viewer }: SignedInPerson) => viewer.personId;
/** The people who may decide a request, and those who are notified of it. */
async function asked(requestId: string) {
  const eligible = await loadEligibleApprovers(db, { requestId, now: time.now });
  const notified = recipientsOf(eligible, { now: time.now, isNotifiedWhenAway: () => false });
  return { deciders: decidersNow(eligible, time.now), notified: [...notified.first, ...notified.backups] };
}

test("a test request is for its sender alone, and not for the delegate who decides the sender's other requests", async () => {
  const [sender, delegate] = [await newApprover("Olga"), await workspace.person("Del", ["approver"], admin)];
  await rows.delegate(sender.viewer, delegate.viewer);
  const { agentId, requestId } = await send(sender);
  const other = await rows.request(await rows.agent("Bot", sender.viewer));
  expect(await asked(requestId)).toEqual({ deciders: [idOf(sender)], notified: [idOf(sender)] });
  // The sender is away: only the delegate is notified of the other one.
  expect(await asked(other)).toMatchObject({ notified: [idOf(delegate)] });

  const { viewer } = delegate;
  expect(await canRead(db, viewer, requestId, time.now)).toBe(false);
  expect(await canRead(db, viewer, other, time.now)).toBe(true);
  const decidable = await db.execute(sql`select r.id ${decidableRows(idOf(delegate), time.now)}`);
  expect(decidable.map(({ id }) => id)).toEqual([other]);
  const read = await db.execute(sql`select a.id from agents a where ${agentsReadInFull(viewer, time.now)}`);
  expect(read.map(({ id }) => id)).not.toContain(agentId);
  expect(read).toHaveLength(1);
  await expect(delegate.approve(requestId)).rejects.toMatchObject({ code: "not_found" });
  expect((await sender.approve(requestId)).status).toBe(201);
});

test("an admin who is the sender's delegate reads a test request as any admin does", async () => {
  const [sender, delegate] = [await newApprover("Pia"), await newApprover("Rob")];
  await rows.delegate(sender.viewer, delegate.viewer);
  const { requestId } = await send(sender);
  const { items } = await listQueue(db, delegate.viewer, { state: "all" }, time.now);
  expect(items.find(({ id }) => id === requestId)).toMatchObject({ isYours: false, forWhom: [] });
  await expect(delegate.approve(requestId)).rejects.toMatchObject({ code: "not_found" });
});

test("whatever approvals and numbers policy requires, a test request needs its sender's approval alone", async () => {
  const [sender, member] = [await newApprover("Sam"), await newApprover("Tom")];
  const group = await rows.group([member.viewer, (await newApprover("Uma")).viewer]);
  const publish = async (id: string, approvers: Rule["approvers"]) => {
    const live = await versionInForce(db);
    const rule = { ...defaults, id, title: id, outcome: "step_up" as const, actions: ["*"], conditions: [] };
    await db.transaction((tx) =>
      publishPolicy(tx, {
        ...{
          actor: admin.viewer,
          rules: [...live.rules, { ...rule, approvals: 2, approvers, numberMatching: true }],
        },
        ...{ defaultOutcome: live.defaultOutcome, catalog: live.catalog },
        ...{ unclassified: live.unclassified, expectedVersion: live.version, now: time.now },
      }),
    );
  };
  const alone = { deciders: [idOf(sender)], notified: [idOf(sender)] };
  await publish("finance", { kind: "group", group, ownerExcluded: false });
  const { requestId } = await send(sender);
  expect(await asked(requestId)).toEqual(alone);
  await publish("both", { kind: "owner_and_group", group });
  expect(await asked(requestId)).toEqual(alone);
  expect((await sender.approve(requestId)).status).toBe(201);
  expect(await decisionState(db, requestId)).toMatchObject({ state: "approved", given: 1 });
});
