import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type PersonStatus, people, type Role } from "#db/schema/directory";
import { CountersignError } from "#lib/errors";

/**
 * Moves a person from one of `from` to `to`, in the caller's transaction: one conditional UPDATE, so that of two moves at once the second
 * finds the first one's result.
 * @returns the person's roles.
 * @throws {CountersignError} `not_found`, `conflict` when the person is in another status by now.
 */
export async function changeStatus(
  tx: Transaction,
  { personId, from, to }: { personId: string; from: PersonStatus[]; to: PersonStatus },
): Promise<Role[]> {
  const [moved] = await tx
    .update(people)
    .set({ status: to })
    .where(and(eq(people.id, personId), inArray(people.status, from)))
    .returning({ roles: people.roles });
  if (moved) return moved.roles;
  const [person] = await tx.select({ status: people.status }).from(people).where(eq(people.id, personId));
  if (!person) throw new CountersignError("not_found", "no person with this id");
  throw new CountersignError("conflict", `${personId} is ${person.status}, cannot become ${to}`, {
    userMessage: `This person is ${person.status} now. Reload the page to see how things stand.`,
  });
}
