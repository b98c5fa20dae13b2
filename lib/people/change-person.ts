import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";

// The caller's transaction has locked the row and records the change.

/** A person whose roles changed is no newcomer of a directory. */
export async function setRoles(tx: Transaction, personId: string, roles: Role[]): Promise<void> {
  await tx.update(people).set({ roles, isNewcomer: false }).where(eq(people.id, personId));
}

/** A person who has signed in is no newcomer of a directory. */
export async function activatePerson(tx: Transaction, personId: string): Promise<void> {
  await tx.update(people).set({ status: "active", isNewcomer: false }).where(eq(people.id, personId));
}

/** An admin's link ends an invited person's time as newcomer. @returns the roles, if invited. */
export async function endNewcomer(tx: Transaction, personId: string): Promise<Role[] | undefined> {
  const [invited] = await tx
    .update(people)
    .set({ isNewcomer: false })
    .where(and(eq(people.id, personId), eq(people.status, "invited")))
    .returning({ roles: people.roles });
  return invited?.roles;
}

/** Sets what a directory says about a person. Fails on a unique key as `insertPerson` does. */
export async function setProfile(
  tx: Transaction,
  personId: string,
  columns: Partial<Omit<typeof people.$inferInsert, "id" | "status" | "roles">>,
): Promise<void> {
  await tx.update(people).set(columns).where(eq(people.id, personId));
}
