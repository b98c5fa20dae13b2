import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";

/**
 * Locks a person's row until the caller's transaction ends: a concurrent suspension either is seen
 * here, or waits and then ends what was started. Lock the row before the person's passkeys, as the
 * verbs that end a person's access do, so that the two never deadlock.
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
