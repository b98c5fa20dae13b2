import { expect, it } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { listNotices } from "#lib/notices/list-notices";
import { createAgent } from "./create-agent.ts";
import { findAgent } from "./find-agent.ts";
import { setBackups } from "./set-backups.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });
const approver = () => addPerson(db, { roles: ["approver"], now });
const [owner, bo, cy] = [await approver(), await approver(), await approver()];

const ids = (people: TestPerson[]) => people.map(({ personId }) => personId);

async function agentOf(...backups: TestPerson[]): Promise<string> {
  const agent = { actor: admin, name: "Bot", ownerId: owner.personId, backupIds: ids(backups), now };
  return (await createAgent(db, agent)).agentId;
}

function set(agentId: string, seen: TestPerson[], wanted: TestPerson[]): Promise<void> {
  return setBackups(db, { actor: admin, agentId, seenIds: ids(seen), backupIds: ids(wanted), now });
}

async function backupsOf(agentId: string): Promise<string[]> {
  return (await findAgent(db, { viewer: admin, agentId, now })).backups.map(({ id }) => id).sort();
}

it("of two admins with the page open, the second does not undo the first one's change", async () => {
  const agentId = await agentOf(bo);
  await set(agentId, [bo], []);
  await expect(set(agentId, [bo], [bo, cy])).rejects.toMatchObject({
    code: "conflict",
    userMessage: expect.stringContaining("changed by someone else"),
  });
  expect(await backupsOf(agentId)).toEqual([]);
  await set(agentId, [], [cy]);
  await expect(set(agentId, [], [bo])).rejects.toMatchObject({ code: "conflict" });
  expect(await backupsOf(agentId)).toEqual([cy.personId]);
});

it("of twenty concurrent changes from the same page, one succeeds", async () => {
  const agentId = await agentOf();
  const attempts = Array.from({ length: 20 }, (_, n) => set(agentId, [], [n % 2 === 0 ? bo : cy]));
  const ended = await Promise.allSettled(attempts);
  expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await backupsOf(agentId)).toHaveLength(1);
});

it("a suspended backup approver does not prevent the removal of another, and is not added again", async () => {
  const ill = await addPerson(db, { roles: ["approver"], now });
  const agentId = await agentOf(bo, ill);
  await suspendPerson(db, { actor: admin, personId: ill.personId, now });
  await set(agentId, [bo, ill], [ill]);
  expect(await backupsOf(agentId)).toEqual([ill.personId]);
  await set(agentId, [ill], []);
  await expect(set(agentId, [], [ill])).rejects.toMatchObject({ code: "owner_inactive" });
});

it("the owner cannot be a backup of their own agent", async () => {
  const agentId = await agentOf();
  await set(agentId, [], [owner, bo]);
  expect(await backupsOf(agentId)).toEqual([bo.personId]);
});

it("notifies the owner and the other admins of added backup approvers, and no one of a removal", async () => {
  const other = await addPerson(db, { roles: ["admin"], now });
  const agentId = await agentOf(bo);
  const heard = async ({ personId }: TestPerson) =>
    (await listNotices(db, { personId, now })).notices.filter((notice) => notice.agentId === agentId).length;
  await set(agentId, [bo], []);
  expect([await heard(owner), await heard(other)]).toEqual([0, 0]);
  await set(agentId, [], [cy]);
  expect([await heard(owner), await heard(other), await heard(admin)]).toEqual([1, 1, 0]);
  const ownsIt = async ({ personId }: TestPerson) =>
    (await listNotices(db, { personId, now })).notices.some((notice) => notice.isOwner);
  expect([await ownsIt(owner), await ownsIt(other)]).toEqual([true, false]);
});
