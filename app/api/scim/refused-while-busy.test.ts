import { and, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { auditEvents } from "#db/schema/audit";
import { people } from "#db/schema/directory";
import { notices } from "#db/schema/notices";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { listRefusedRemovals } from "#lib/membership/list-refused-removals";
import { recordRefusedRemoval } from "#lib/provisioning/scim/users/record-refused-removal";
import { ScimClient } from "./testing/scim-client.ts";

const { workspace, admin } = await RunningWorkspace.open();
const directory = await ScimClient.open(workspace, admin);
const { db } = workspace;
const off = { op: "Replace", path: "active", value: "False" };

beforeEach(() => db.delete(notices));

async function whileLocked<T>(personId: string, act: () => Promise<T>): Promise<T> {
  let release = () => {};
  let isLocked = () => {};
  const locked = new Promise<void>((resolve) => {
    isLocked = resolve;
  });
  const locking = db.transaction(async (tx) => {
    await tx.execute(sql`select from people where id = ${personId} for update`);
    isLocked();
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  await locked;
  try {
    return await act();
  } finally {
    release();
    await locking;
  }
}

const refusalsOf = (personId: string) =>
  db.$count(
    auditEvents,
    and(eq(auditEvents.personId, personId), eq(auditEvents.type, "person.removal_refused")),
  );
const listed = async () =>
  (await listRefusedRemovals(db, { viewer: admin.viewer, now: workspace.time.now })).removals.map(
    ({ person }) => person.id,
  );
const notifiedIds = async () => (await db.select().from(notices)).map(({ personId }) => personId);
const wordOn = async (personId: string) =>
  (await db.select().from(people).where(eq(people.id, personId)))[0]?.inactiveSince;

test("a deprovisioning that failed because the person's row was locked is recorded, listed and notified", async () => {
  const id = await directory.provision("busy@example.com");
  const { status } = await whileLocked(id, () => directory.patch(`/Users/${id}`, off));
  expect(status).toBe(503);
  expect(await refusalsOf(id)).toBe(1);
  expect(await listed()).toContain(id);
  expect(await notifiedIds()).toEqual([admin.viewer.personId]);
}, 60_000);

test("a refusal caused by a locked admin's row is recorded too, and only this admin gets no notice", async () => {
  const { viewer } = await workspace.person("Second Admin", ["admin"], admin);
  const { status } = await whileLocked(viewer.personId, () =>
    directory.patch(`/Users/${viewer.personId}`, off),
  );
  expect(status).toBe(503);
  expect(await refusalsOf(viewer.personId)).toBe(1);
  expect(await notifiedIds()).toEqual([admin.viewer.personId]);
}, 60_000);

test("a refused deprovisioning stores no claim when the directory has listed the person as active since", async () => {
  const [id, otherId] = [
    await directory.provision("since@example.com"),
    await directory.provision("not@example.com"),
  ];
  const actor = { type: "system" as const, id: `scim:${directory.tokenId}` };
  const client = { tokenId: directory.tokenId, actor };
  const { now } = workspace.time;
  const called = { type: "person.called_active" as const, actor, subject: { person: id } };
  await recordAudit(db, called, addSeconds(now, 1));
  for (const personId of [id, otherId])
    await recordRefusedRemoval(db, { client, personId, reason: "busy", isClear: true, now });
  expect(await wordOn(id)).toBeNull();
  expect(await wordOn(otherId)).toEqual(now);
});
