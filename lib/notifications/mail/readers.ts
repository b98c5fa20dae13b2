import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";

/** People who may get email: a directory's unconfirmed change of an address sends no mail there. */
const mayGetMail = and(eq(people.status, "active"), isNull(people.emailGivenAt));

export interface Reader {
  name: string;
  email: string;
}

/** Those of these people who may get email. */
export async function listReaders(db: Database | Transaction, personIds: string[]): Promise<string[]> {
  if (personIds.length === 0) return [];
  const rows = await db
    .select({ id: people.id })
    .from(people)
    .where(and(inArray(people.id, personIds), mayGetMail));
  return rows.map(({ id }) => id);
}

/** The person's name and email at this moment, if the person may get email. */
export async function findReader(db: Database, personId: string): Promise<Reader | undefined> {
  const { name, email } = people;
  const [reader] = await db
    .select({ name, email })
    .from(people)
    .where(and(eq(people.id, personId), mayGetMail));
  return reader;
}
