import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import { CountersignError } from "#lib/kernel/errors";
import { activeAdmin } from "./active.ts";
import { lockAdmins } from "./admins.ts";

/**
 * Locks people's rows: active admins first, then the others, each by ID, as in the verbs that end a
 * person's access, which prevents deadlocks.
 * @param which a condition on the alias `p`.
 */
export async function lockPeople(tx: Database | Transaction, which: SQL): Promise<void> {
  await tx.execute(sql`
    select p.id from people p where ${which}
    order by ${activeAdmin("p")} desc, p.id for share`);
}

/**
 * Locks people's rows: a suspension committed first is visible here, a later one waits and then
 * finds the people's new rights.
 * @returns the roles of the active people, by ID.
 */
export async function lockAccess(tx: Transaction, personIds: string[]): Promise<Map<string, Role[]>> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return new Map();
  await lockPeople(tx, sql`p.id = any(${sql.param(ids)}::text[])`);
  return activeRoles(tx, ids);
}

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

/**
 * Locks a person whose access ends and other people, in the order of `lockPeople`. All locks are
 * exclusive, because the person's row is changed next: two transactions that upgrade shared locks
 * deadlock.
 * @returns the roles of the active people, by ID.
 */
export async function lockRemoval(
  tx: Transaction,
  { personId, others }: { personId: string; others: string[] },
): Promise<Map<string, Role[]>> {
  const [person] = await tx.select({ roles: people.roles }).from(people).where(eq(people.id, personId));
  // An admin's end locks all admins first.
  if (person?.roles.includes("admin")) await lockAdmins(tx);
  const ids = [...new Set([personId, ...others])];
  await tx.execute(sql`
    select p.id from people p where p.id = any(${sql.param(ids)}::text[])
    order by ${activeAdmin("p")} desc, p.id for update`);
  return activeRoles(tx, ids);
}

/** Locks a person of any status for a change. @throws {CountersignError} `not_found` */
export async function lockPerson(tx: Transaction, personId: string) {
  const { roles, status, inactiveSince } = people;
  const [person] = await tx
    .select({ roles, status, inactiveSince })
    .from(people)
    .where(eq(people.id, personId))
    .for("update");
  if (!person) throw personNotFound();
  return person;
}

export function personNotFound(): CountersignError {
  return new CountersignError("not_found", "no person with this id", {
    userMessage: "This person doesn't exist, or you don't have access to them.",
  });
}

async function activeRoles(tx: Transaction, ids: string[]): Promise<Map<string, Role[]>> {
  const found = await tx
    .select({ id: people.id, roles: people.roles })
    .from(people)
    .where(and(inArray(people.id, ids), eq(people.status, "active")));
  return new Map(found.map(({ id, roles }) => [id, roles]));
}
