import { and, eq, ne, type SQL } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { CountersignError } from "#lib/kernel/errors";
import { adminOfAnyStatus } from "#lib/people/active";
import { lockAdmins } from "#lib/people/admins";
import { scimFault } from "#lib/provisioning/scim/scim-fault";

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

/** Locks a person, after all admins if the person is one. @throws {CountersignError} `not_found` */
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

const uniqueAttributes = new Map([
  ["people_user_name", "userName or email"],
  ["people_email", "userName or email"],
  ["people_external_id_by_client", "externalId"],
]);

/** Runs a write of a user name or address. @throws {CountersignError} `conflict` (`uniqueness`) */
export async function withUniqueUser<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (thrown) {
    const fault = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
    const name = (fault as { constraint_name?: string } | undefined)?.constraint_name;
    const taken = name === undefined ? undefined : uniqueAttributes.get(name);
    if (taken === undefined) throw thrown;
    throw scimFault("uniqueness", `Another user already has this ${taken}.`, thrown);
  }
}
