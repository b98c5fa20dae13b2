import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { approvals } from "#db/schema/requests";
import { createTestDatabase } from "#db/testing/database";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { newId } from "#lib/kernel/ids";
import { changeRoles } from "#lib/membership/change-roles";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { issueScimToken } from "#lib/provisioning/scim/tokens";
import { passkeyOrigin } from "#lib/testing/passkey-origin";
import { deactivatePerson } from "./deactivate-person.ts";
import { suspend, suspendPerson } from "./suspend-person.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });
const owner = await addPerson(db, { roles: ["approver"], now });

const by = () => ({ type: "person" as const, id: admin.personId });

/** A grant of one agent, approved by these people. */
async function approvedBy(...all: TestPerson[]): Promise<void> {
  const agentId = await addAgent(db, owner.personId, now);
  const { requestId } = await addRequest(db, agentId, { state: "approved", grant: "issued", now });
  const bytes = new Uint8Array([1]);
  for (const { personId } of all)
    await db.insert(approvals).values({
      ...{
        id: newId("apr", now),
        requestId,
        personId,
        decision: "approve",
        capacity: "owner",
        createdAt: now,
      },
      ...{ statement: bytes, credentialId: "credential", publicKey: bytes },
      ...{ authenticatorData: bytes, clientDataJson: bytes, signature: bytes, passkeyOrigin },
    });
}

test("suspending an admin and a former admin responsible for a token at the same time does not deadlock", async () => {
  for (let round = 0; round < 8; round++) {
    const before = await addPerson(db, { roles: ["admin", "approver"], now });
    const otherPerson = await addPerson(db, { roles: ["admin", "approver"], now });
    await issueScimToken(db, { actor: before, name: "Okta", expiresInDays: 30, now });
    await changeRoles(db, { actor: admin, personId: before.personId, roles: ["approver"], now });
    for (let n = 0; n < 12; n++) await approvedBy(before, otherPerson);
    // Without the console's retry, which would hide a deadlock.
    const both = [before, otherPerson].map(({ personId }) =>
      db.transaction((tx) => suspend(tx, { personId, from: ["active"], actor: by(), now })),
    );
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  }
}, 60_000);

const endings = {
  suspended: (personId: string) => suspendPerson(db, { actor: admin, personId, now }),
  "marked as left": (personId: string) => deactivatePerson(db, { actor: admin, personId, now }),
  "taken the role of approver from": (personId: string) =>
    changeRoles(db, { actor: admin, personId, roles: ["auditor"], now }),
};

test.each(Object.entries(endings))(
  "a person can be %s even if other transactions hold the row for too long at first",
  async (_, end) => {
    const { personId } = await addPerson(db, { roles: ["approver"], now });
    let isLocked = () => {};
    const locked = new Promise<void>((resolve) => {
      isLocked = resolve;
    });
    const locking = db.transaction(async (tx) => {
      await tx.execute(sql`select from people where id = ${personId} for update`);
      isLocked();
      await tx.execute(sql`select pg_sleep(2.4)`);
    });
    await locked;
    await Promise.all([end(personId), locking]);
    const [row] = await db.execute(sql`select status, roles from people where id = ${personId}`);
    expect(row).not.toMatchObject({ status: "active", roles: ["approver"] });
  },
  20_000,
);
