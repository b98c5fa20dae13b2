import { beforeEach, expect, test } from "vitest";
import { tools } from "#db/schema/agents";
import { workspace } from "#db/schema/directory";
import { outbox } from "#db/schema/notifications";
import { scimTokens } from "#db/schema/scim";
import { createTestDatabase } from "#db/testing/database";
import { createAgent } from "#lib/agents/create-agent";
import { addPublicKey } from "#lib/agents/keys/add-key";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { findFreezeDetails } from "#lib/lifecycle/find-freeze-details";
import { freezeAgents } from "#lib/lifecycle/freeze-agents";
import { releaseAgents } from "#lib/lifecycle/release-agents";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { listNotices } from "#lib/notices/list-notices";
import { attestAll } from "#lib/ownership/testing/sign";
import { seedPolicy } from "#lib/publishing/seed";
import { announceOrphaned, remindOfExpiry, remindOfOwnershipReviews } from "./expiring-credentials.ts";
import { remindOfFreeze } from "./remind-of-freeze.ts";

const start = new Date("2026-01-01T10:00:00Z");
const days = (count: number) => addSeconds(start, count * 86_400);
const { db } = await createTestDatabase();
await db.insert(workspace).values({ name: "Test", createdAt: start });
await db.transaction((tx) => seedPolicy(tx, start));
let admin: TestPerson;
let owner: TestPerson;

beforeEach(async () => {
  await db.$client`update people set roles = '{auditor}'`;
  await db.$client`delete from agent_keys`;
  admin = await addPerson(db, { roles: ["admin"], now: start });
  owner = await addPerson(db, { roles: ["approver"], now: start });
});

async function agentWithKey(keyDays: number): Promise<string> {
  const agent = { actor: admin, name: "Refund bot", ownerId: owner.personId, now: start };
  const { agentId } = await createAgent(db, agent);
  const { publicKey } = newKeyPair();
  await addPublicKey(db, { actor: admin, agentId, publicKey, expiresInDays: keyDays, now: start });
  return agentId;
}

/** The notices that the person has got so far, seen or not, oldest first. */
async function noticesOf({ personId }: TestPerson): Promise<string[]> {
  const rows = await db.$client<{ kind: string; more: number }[]>`
    select kind, more from notices where person_id = ${personId} order by created_at, id`;
  return rows.map(({ kind, more }) => (more > 0 ? `${kind} ${more}` : kind));
}

/** A run of the job in two processes at the same time, and one more. */
async function run(job: typeof remindOfExpiry, now: Date): Promise<void> {
  await Promise.all([job(db, now), job(db, now)]);
  await job(db, now);
}

test("an owner is notified of an expiring key once 14 days before, and once 3 days before", async () => {
  const agentId = await agentWithKey(90);
  await run(remindOfExpiry, addSeconds(days(76), -1));
  expect(await noticesOf(owner)).toEqual([]);
  await run(remindOfExpiry, days(76));
  await run(remindOfExpiry, days(80));
  expect(await noticesOf(owner)).toEqual(["key_expiring 14"]);
  await run(remindOfExpiry, days(87));
  expect(await noticesOf(owner)).toEqual(["key_expiring 14", "key_expiring 3"]);
  const { notices } = await listNotices(db, { personId: owner.personId, now: days(87) });
  expect(notices.map((notice) => notice.agentId)).toEqual([agentId, agentId]);
  expect((await db.select().from(outbox)).filter(({ kind }) => kind === "key_expiring")).toHaveLength(2);
  await run(remindOfExpiry, days(91));
  expect(await noticesOf(owner)).toHaveLength(2);
});

test("a job that did not run in time sends only the later reminder, and none for an expired key", async () => {
  await agentWithKey(90);
  await run(remindOfExpiry, days(88));
  expect(await noticesOf(owner)).toEqual(["key_expiring 3"]);
  const late = await addPerson(db, { roles: ["approver"], now: start });
  owner = late;
  await agentWithKey(30);
  await run(remindOfExpiry, days(30));
  expect(await noticesOf(late)).toEqual([]);
});

test("a key that lives for a day is not announced when it is created", async () => {
  await agentWithKey(1);
  await run(remindOfExpiry, start);
  expect(await noticesOf(owner)).toEqual([]);
});

test("the key of a revoked agent and a revoked key remind no one", async () => {
  await agentWithKey(90);
  const second = await agentWithKey(90);
  await db.$client`update agents set status = 'revoked' where id = ${second}`;
  await db.$client`update agent_keys set revoked_at = ${start.toISOString()} where agent_id <> ${second}`;
  await run(remindOfExpiry, days(80));
  expect(await noticesOf(owner)).toEqual([]);
});

test("the admin responsible for a tool key or a SCIM token is notified, and all admins in that person's place", async () => {
  const other = await addPerson(db, { roles: ["admin"], now: start });
  const at = { createdAt: start, expiresAt: days(90) };
  const key = { algorithm: "ed25519" as const, publicKey: new Uint8Array(32), createdBy: admin.personId };
  await db.insert(tools).values({ id: newId("tol", start), name: "Ledger", audience: "a", ...key, ...at });
  const token = { createdBy: admin.personId, responsibleAdminId: admin.personId, name: "Directory" };
  await db.insert(scimTokens).values({ id: newId("sct", start), tokenHash: "h", ...token, ...at });
  await run(remindOfExpiry, days(80));
  expect((await noticesOf(admin)).sort()).toEqual(["scim_token_expiring 14", "tool_key_expiring 14"]);
  expect(await noticesOf(other)).toEqual([]);
  await db.$client`update people set roles = '{auditor}' where id = ${admin.personId}`;
  await run(remindOfExpiry, days(88));
  expect((await noticesOf(other)).sort()).toEqual(["scim_token_expiring 3", "tool_key_expiring 3"]);
  await db.$client`delete from tools`;
  await db.$client`delete from scim_tokens`;
});

test("an owner is notified once when reviews are due, once 3 days before quarantine, and again for the next review", async () => {
  await agentWithKey(365);
  await agentWithKey(365);
  await run(remindOfOwnershipReviews, addSeconds(days(90), -1));
  expect(await noticesOf(owner)).toEqual([]);
  await run(remindOfOwnershipReviews, days(90));
  await run(remindOfOwnershipReviews, addSeconds(days(101), -1));
  expect(await noticesOf(owner)).toEqual(["ownership_review_due"]);
  await run(remindOfOwnershipReviews, days(101));
  const both = ["ownership_review_due", "ownership_review_lapsing"];
  expect(await noticesOf(owner)).toEqual(both);
  await attestAll(db, owner, days(102));
  await run(remindOfOwnershipReviews, days(103));
  expect(await noticesOf(owner)).toEqual(both);
  await db.$client`update notices set seen_at = ${days(103).toISOString()}`;
  await run(remindOfOwnershipReviews, days(102 + 90));
  expect(await noticesOf(owner)).toEqual([...both, "ownership_review_due"]);
});

test("all admins are notified once of the orphaned agents of a person who lost access", async () => {
  await agentWithKey(90);
  await agentWithKey(90);
  await run(announceOrphaned, start);
  expect(await noticesOf(admin)).toEqual([]);
  await suspendPerson(db, { actor: admin, personId: owner.personId, now: start });
  await run(announceOrphaned, days(1));
  const { notices } = await listNotices(db, { personId: admin.personId, now: days(1) });
  expect(notices).toMatchObject([{ kind: "agent_orphaned", orphaned: 2 }]);
  await db.$client`update notices set seen_at = ${days(1).toISOString()}`;
  await run(announceOrphaned, days(2));
  expect(await noticesOf(admin)).toEqual(["agent_orphaned"]);
});

test("admins and approvers are reminded of a freeze each hour for six hours, then each day, until the release", async () => {
  const hours = (count: number) => addSeconds(start, count * 3600);
  await freezeAgents(db, { actor: owner, reason: null, now: start });
  const auditor = await addPerson(db, { roles: ["auditor"], now: start });
  const remindedAt: number[] = [];
  for (let hour = 0.5; hour <= 72; hour += 0.5) {
    const before = (await noticesOf(owner)).length;
    await run(remindOfFreeze, hours(hour));
    const sent = (await noticesOf(owner)).length - before;
    for (let n = 0; n < sent; n++) remindedAt.push(hour);
  }
  expect(remindedAt).toEqual([1, 2, 3, 4, 5, 6, 24, 48, 72]);
  expect(await noticesOf(admin)).toHaveLength(remindedAt.length);
  expect(await noticesOf(auditor)).toEqual([]);
  const { notices } = await listNotices(db, { personId: owner.personId, now: hours(72) });
  expect(notices.map(({ kind }) => kind)).toEqual(["agents_frozen"]);
  const { epoch = -1 } = (await findFreezeDetails(db, admin)) ?? {};
  await releaseAgents(db, { actor: admin, confirmedWith: "test", epoch, now: hours(72) });
  const before = await noticesOf(owner);
  await run(remindOfFreeze, hours(96));
  expect(await noticesOf(owner)).toEqual(before);
});

test("a reminder of a freeze that comes late is sent once", async () => {
  await freezeAgents(db, { actor: owner, reason: null, now: start });
  await run(remindOfFreeze, addSeconds(start, 5 * 3600));
  expect(await noticesOf(admin)).toEqual(["agents_frozen"]);
});
