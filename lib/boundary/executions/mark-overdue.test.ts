import { beforeEach, expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import { listNotices } from "#lib/notices/list-notices";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { markLock, markOverdue } from "./mark-overdue.ts";
import { reportExecution } from "./report-execution.ts";
import { resolveExecution } from "./resolve-execution.ts";
import { addExecution } from "./testing/add-execution.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
let owner: Awaited<ReturnType<TestWorkspace["person"]>>;
let agent: Awaited<ReturnType<TestWorkspace["agent"]>>;

beforeEach(async () => {
  owner = await workspace.person("Olga Owner");
  agent = await workspace.agent("Refund bot", owner);
});

const overdue = () => addExecution(workspace, agent, { dueAt: now });
const report = (requestId: string, outcome: "done" | "uncertain") =>
  reportExecution(db, {
    requestId,
    agentId: agent.id,
    reporter: { type: "agent", id: agent.id, keyId: "key_1" },
    report: { outcome, duration_ms: 5 },
    now,
  });
const noticesOf = async ({ personId }: { personId: string }) =>
  (await listNotices(db, { personId, now })).notices.map(({ kind }) => kind);

async function stateOf(requestId: string) {
  const [row] = await db.$client`
    select state, reported_at is null as "isUnreported", (select array_agg(type order by id) from audit_events e
      where e.request_id = x.request_id) as events from executions x where request_id = ${requestId}`;
  return row;
}

test("an execution without a report in time is uncertain, and one in time or reported isn't", async () => {
  const late = await overdue();
  const inTime = await addExecution(workspace, agent, { dueAt: addSeconds(now, 1) });
  const reported = await overdue();
  await report(reported, "done");
  expect(await markOverdue(db, now)).toBe(1);
  expect(await stateOf(late)).toEqual({
    state: "uncertain",
    isUnreported: true,
    events: ["execution.uncertain"],
  });
  expect(await stateOf(inTime)).toMatchObject({ state: "expected" });
  expect(await stateOf(reported)).toMatchObject({ state: "done" });
});

test("of several workers each execution is marked by one, and a later worker finds nothing", async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, overdue));
  const counts = await Promise.all(Array.from({ length: 4 }, () => markOverdue(db, now)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
  for (const id of ids) expect(await stateOf(id)).toMatchObject({ events: ["execution.uncertain"] });
  expect(await markOverdue(db, now)).toBe(0);
  expect(await noticesOf(owner)).toEqual(["execution_uncertain"]);
});

test("while another process marks, the executions are left to it", async () => {
  const id = await overdue();
  await db.$client.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(${markLock})`;
    expect(await markOverdue(db, now)).toBe(0);
  });
  expect(await stateOf(id)).toMatchObject({ state: "expected" });
  expect(await markOverdue(db, now)).toBe(1);
});

test("a report that races with the worker is never lost", async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, overdue));
  await Promise.all([...ids.map((id) => report(id, "done")), markOverdue(db, now), markOverdue(db, now)]);
  for (const id of ids) expect(await stateOf(id)).toMatchObject({ state: "done", isUnreported: false });
});

test("a late report counts until a person resolves the execution, and not after", async () => {
  const [first, second] = [await overdue(), await overdue()];
  await markOverdue(db, now);
  await report(first, "uncertain");
  await report(first, "done");
  expect(await stateOf(first)).toMatchObject({
    state: "done",
    events: ["execution.uncertain", "execution.reported", "execution.reported"],
  });
  await resolveExecution(db, {
    actor: owner,
    requestId: second,
    finding: "ran",
    note: "Seen in the tool",
    now,
  });
  await expect(report(second, "done")).rejects.toMatchObject({ code: "conflict" });
  expect(await stateOf(second)).toMatchObject({ state: "uncertain" });
});

test("the owner is notified until the last uncertain execution is resolved or reported", async () => {
  const ids = [await overdue(), await overdue()];
  await markOverdue(db, now);
  expect(await noticesOf(owner)).toEqual(["execution_uncertain"]);
  await resolveExecution(db, { actor: owner, requestId: ids[0] ?? "", finding: "ran", note: "Seen", now });
  expect(await noticesOf(owner)).toEqual(["execution_uncertain"]);
  await report(ids[1] ?? "", "done");
  expect(await noticesOf(owner)).toEqual([]);
});

test("all admins are notified when the agent has no active owner", async () => {
  const admin = await workspace.person("Ada Admin", ["admin"]);
  const other = await workspace.person("Bo Bystander");
  await overdue();
  await db.$client`update people set status = 'suspended' where id = ${owner.personId}`;
  await markOverdue(db, now);
  expect(await noticesOf(admin)).toEqual(["execution_uncertain"]);
  expect([await noticesOf(owner), await noticesOf(other)]).toEqual([[], []]);
});
