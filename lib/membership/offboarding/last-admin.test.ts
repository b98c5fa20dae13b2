import { inArray } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { people } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { changeRoles } from "#lib/membership/change-roles";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { deactivatePerson } from "./deactivate-person.ts";
import { suspendPerson } from "./suspend-person.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });

describe("the last active admin", () => {
  it("can't be suspended, deactivated or demoted", async () => {
    const { personId } = admin;
    const attempts = [
      () => suspendPerson(db, { actor: admin, personId, now }),
      () => deactivatePerson(db, { actor: admin, personId, now }),
      () => changeRoles(db, { actor: admin, personId, roles: ["auditor"], now }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "conflict" });
  });

  it("remains when twenty admins demote each other at the same moment", async () => {
    const { db: ownDb } = await createTestDatabase();
    const admins = await Promise.all(
      Array.from({ length: 20 }, () => addPerson(ownDb, { roles: ["admin"], now })),
    );
    const removals = admins.map(({ personId }, index) => {
      const actor = admins[(index + 1) % admins.length] as TestPerson;
      if (index % 2 === 0) return suspendPerson(ownDb, { actor, personId, now });
      return changeRoles(ownDb, { actor, personId, roles: ["auditor"], now });
    });
    const results = await Promise.allSettled(removals);
    const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(refusals).toEqual(["conflict"]);
    const left = await ownDb
      .select()
      .from(people)
      .where(inArray(people.status, ["active"]));
    expect(left.filter(({ roles }) => roles.includes("admin"))).toHaveLength(1);
  });
});
