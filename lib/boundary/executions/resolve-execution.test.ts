import { expect, test } from "vitest";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { findExecution } from "./find-execution.ts";
import { listUncertain } from "./list-uncertain.ts";
import { resolveExecution } from "./resolve-execution.ts";
import { addExecution } from "./testing/add-execution.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const owner = await workspace.person("Olga Owner");
const backup = await workspace.person("Bo Backup");
const admin = await workspace.person("Ada Admin", ["admin"]);
const auditor = await workspace.person("Aud Auditor", ["auditor"]);
const stranger = await workspace.person("Sam Stranger");
const agent = await workspace.agent("Refund bot", owner, [backup]);

const uncertain = () => addExecution(workspace, agent, { dueAt: now, state: "uncertain", uncertainAt: now });
const resolve = (actor: { personId: string }, requestId: string, note = "Seen in the tool") =>
  resolveExecution(db, { actor, requestId, finding: "did_not_run", note, now });
const viewers = {
  owner: { ...owner, roles: ["approver"] },
  backup: { ...backup, roles: ["approver"] },
  admin: { ...admin, roles: ["admin"] },
  auditor: { ...auditor, roles: ["auditor"] },
  stranger: { ...stranger, roles: ["approver"] },
} as const;

async function resolvedBy(requestId: string) {
  const [row] =
    await db.$client`select state, finding, resolved_by, note from executions where request_id = ${requestId}`;
  return row;
}

test.each([
  ["the owner", owner],
  ["a backup approver", backup],
  ["an admin", admin],
])("%s resolves an uncertain execution, with an audit event", async (_, person) => {
  const requestId = await uncertain();
  await resolve(person, requestId);
  expect(await resolvedBy(requestId)).toEqual({
    ...{ state: "uncertain", finding: "did_not_run", resolved_by: person.personId, note: "Seen in the tool" },
  });
  const events = await db.$client`select type, actor_id from audit_events where request_id = ${requestId}`;
  expect(events).toEqual([{ type: "execution.resolved", actor_id: person.personId }]);
});

test("invariant 14: for an auditor, another approver and a suspended owner the execution doesn't exist", async () => {
  const requestId = await uncertain();
  const left = await workspace.person("Lea Left");
  const orphan = await workspace.agent("Orphan bot", left);
  const orphaned = await addExecution(workspace, orphan, {
    dueAt: now,
    state: "uncertain",
    uncertainAt: now,
  });
  await db.$client`update people set status = 'suspended' where id = ${left.personId}`;
  for (const [person, id] of [
    [auditor, requestId],
    [stranger, requestId],
    [left, orphaned],
    [owner, "req_none"],
  ] as const)
    await expect(resolve(person, id)).rejects.toMatchObject({ code: "not_found" });
  expect(await resolvedBy(requestId)).toMatchObject({ resolved_by: null });
});

test("of twenty simultaneous resolutions one is recorded", async () => {
  const requestId = await uncertain();
  const people = Array.from({ length: 20 }, (_, n) => [owner, backup, admin][n % 3] ?? owner);
  const results = await Promise.allSettled(
    people.map((person, n) => resolve(person, requestId, `Note ${n}`)),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(resolve(owner, requestId)).rejects.toMatchObject({ code: "already_decided" });
});

test("a reported execution and one in time can't be resolved", async () => {
  for (const state of ["expected", "done", "failed"] as const) {
    const requestId = await addExecution(workspace, agent, { dueAt: now, state });
    await expect(resolve(owner, requestId)).rejects.toMatchObject({ code: "already_decided" });
  }
});

test("the people who may resolve see the uncertain executions in the queue, and no one else does", async () => {
  await db.$client`update executions set state = 'done' where state = 'uncertain' and resolved_at is null`;
  const requestId = await uncertain();
  const seen = Object.entries(viewers).map(async ([name, viewer]) => {
    const [list, view] = [await listUncertain(db, viewer), await findExecution(db, viewer, requestId)];
    return [name, list.items.map((item) => item.requestId), list.count, view?.mayResolve];
  });
  expect(await Promise.all(seen)).toEqual([
    ["owner", [requestId], 1, true],
    ["backup", [requestId], 1, true],
    ["admin", [requestId], 1, true],
    ["auditor", [], 0, false],
    ["stranger", [], 0, false],
  ]);
  await resolve(backup, requestId);
  expect(await listUncertain(db, viewers.owner)).toEqual({ items: [], count: 0 });
  expect(await findExecution(db, viewers.auditor, requestId)).toMatchObject({
    state: "uncertain",
    mayResolve: false,
    resolution: { finding: "did_not_run", note: "Seen in the tool", by: "Bo Backup" },
  });
});

test("an uncertain shell command is shown on one line, and cut where it is long", async () => {
  const of = async (command: string) => {
    const requestId = await uncertain();
    const action = JSON.stringify({ type: "shell.run", params: { command } });
    await db.$client`update requests set action_type = 'shell.run', action = ${action} where id = ${requestId}`;
    await db.$client`update executions set resolved_at = now(), resolved_by = ${owner.personId}, finding = 'ran', note = 'Seen'
      where state = 'uncertain' and resolved_at is null and request_id <> ${requestId}`;
    return (await listUncertain(db, viewers.owner)).items.find((item) => item.requestId === requestId)
      ?.command;
  };
  expect(await of("make\n\tdeploy\u202e")).toBe("make deploy\u202e");
  const long = await of(`echo ${"😀".repeat(9000)}`);
  expect(long).toBe(`echo ${"😀".repeat(155)}…`);
});
