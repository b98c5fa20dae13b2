import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";

/**
 * Locks a person's row: a concurrent suspension is seen here, or waits and then ends what was
 * started. Before the person's passkeys, as in the verbs that end access, which prevents deadlocks.
 * @returns the person's roles; undefined when the person is not active.
 */
export async function lockActivePerson(tx: Transaction, personId: string): Promise<Role[] | undefined> {
  const [person] = await tx
    .select({ roles: people.roles })
    .from(people)
    .where(and(eq(people.id, personId), eq(people.status, "active")))
    .for("share");
  return person?.roles;
}
