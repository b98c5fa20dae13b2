import { and, eq, ne, type SQL } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { CountersignError } from "#lib/kernel/errors";
import { adminOfAnyStatus } from "#lib/people/active";
import { lockAdmins } from "#lib/people/admins";

export type UserRow = typeof people.$inferSelect;

/** The people visible to directories: everyone who has not left. */
export function isUser(...conditions: (SQL | undefined)[]): SQL | undefined {
  return and(ne(people.status, "left"), ...conditions);
}

/** @throws {CountersignError} `not_found` */
export async function findUserRow(db: Database | Transaction, personId: string): Promise<UserRow> {
  const [row] = await db
    .select()
    .from(people)
    .where(isUser(eq(people.id, personId)));
  return row ?? notThere();
}

/**
 * Locks a person for a directory's change, all admins first if the person is one, as every verb
 * does.
 * @throws {CountersignError} `not_found`
 */
export async function lockUserRow(tx: Transaction, personId: string): Promise<UserRow> {
  const isAdmin = await tx.$count(people, and(eq(people.id, personId), adminOfAnyStatus(people)));
  if (isAdmin > 0) await lockAdmins(tx);
  const [row] = await tx
    .select()
    .from(people)
    .where(isUser(eq(people.id, personId)))
    .for("update");
  return row ?? notThere();
}

function notThere(): never {
  throw new CountersignError("not_found", "no person with this id", {
    userMessage: "No user has this ID.",
  });
}
