import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { CountersignError } from "#lib/kernel/errors";
import { hasEmail } from "#lib/text/email-address";

type NewPerson = typeof people.$inferInsert;
type PersonRow = typeof people.$inferSelect;

/** Fails on a unique key when another person has the email, as an email or as a directory's name. */
export async function insertPerson(tx: Transaction, person: NewPerson): Promise<PersonRow> {
  const [row] = await tx.insert(people).values(person).returning();
  if (!row) throw new CountersignError("internal", "an insert without a row");
  return row;
}

/** @returns false when another person has the email, as an email or as a directory's name. */
export async function insertPersonIfNew(tx: Transaction, person: NewPerson): Promise<boolean> {
  const added = await tx.insert(people).values(person).onConflictDoNothing().returning({ id: people.id });
  return added.length > 0;
}

/** Invites a person who left, under the same ID. @returns undefined if no such person left. */
export async function reinvitePerson(
  tx: Transaction,
  email: string,
  columns: Partial<Omit<NewPerson, "id" | "status">>,
): Promise<PersonRow | undefined> {
  const [returning] = await tx
    .update(people)
    .set({ ...columns, status: "invited" })
    .where(and(hasEmail(people.email, email), eq(people.status, "left")))
    .returning();
  return returning;
}
