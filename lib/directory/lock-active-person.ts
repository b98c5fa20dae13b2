import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";

/**
 * Holds a person's standing until the caller's transaction ends: a suspension that commits meanwhile either is seen here, or waits
 * and then ends what was started. Take it before the person's passkeys, as the verbs that end somebody's access do, so that the two
 * never deadlock.
 * @returns their roles; undefined when they are not active (any more).
 */
export async function lockActivePerson(tx: Transaction, personId: string): Promise<Role[] | undefined> {
  const [person] = await tx
    .select({ roles: people.roles })
    .from(people)
    .where(and(eq(people.id, personId), eq(people.status, "active")))
    .for("share");
  return person?.roles;
}
