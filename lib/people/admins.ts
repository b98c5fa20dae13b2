import { and, eq, inArray } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";
import { activeAdmin } from "./active.ts";

/**
 * Requires another active admin besides `personId`. Two admins demoting each other would each see
 * the other: so all admins' rows are locked, in one order, and the second transaction re-reads them
 * after the first.
 * @throws {CountersignError} `conflict`, with `details.reason` `last_admin`
 */
export async function requireAnotherAdmin(tx: Transaction, personId: string): Promise<void> {
  const admins = await lockAdmins(tx);
  if (admins.some(({ id }) => id !== personId)) return;
  throw new CountersignError("conflict", `${personId} is the last active admin`, {
    userMessage: "This is the last active admin. Make someone else an admin first.",
    details: { reason: "last_admin" },
  });
}

/** Locks the rows of all active admins, always in the same order. */
export async function lockAdmins(tx: Transaction): Promise<{ id: string }[]> {
  return tx
    .select({ id: people.id })
    .from(people)
    .where(activeAdmin(people))
    .orderBy(people.id)
    .for("update");
}

/** The ids of the active admins. */
export async function listAdminIds(db: Database | Transaction): Promise<string[]> {
  const admins = await db.select({ id: people.id }).from(people).where(activeAdmin(people));
  return admins.map(({ id }) => id);
}

/** For display. A deciding verb uses `lockActiveAdmins`. */
export async function isActiveAdmin(db: Database, personId: string): Promise<boolean> {
  return (await db.$count(people, and(eq(people.id, personId), activeAdmin(people)))) > 0;
}

/** Locks admins in the order of all such locks: an earlier suspension is visible, a later one waits. */
export async function lockActiveAdmins(tx: Transaction, ids: string[]): Promise<Set<string>> {
  const admins = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(inArray(people.id, ids), activeAdmin(people)))
    .orderBy(people.id)
    .for("share");
  return new Set(admins.map(({ id }) => id));
}

/** Locks the actor's row: a verb that ends the role waits, or came first. @throws `not_found` */
export async function lockActingAdmin(tx: Transaction, actor: Viewer): Promise<void> {
  if ((await lockActiveAdmins(tx, [actor.personId])).has(actor.personId)) return;
  throw noLongerAdmin(actor.personId);
}

export function noLongerAdmin(personId: string): CountersignError {
  return new CountersignError("not_found", `${personId} is no longer an active admin`, {
    userMessage: "You're no longer an admin. Nothing was changed.",
  });
}
