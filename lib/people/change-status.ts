import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type PersonStatus, people, type Role } from "#db/schema/directory";
import { type Actor, actorId } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { personNotFound } from "./lock-people.ts";

export interface StatusChange {
  personId: string;
  from: PersonStatus[];
  /** `before-suspension`: the person's status before the suspension. */
  to: "suspended" | "left" | "before-suspension";
  actor: Actor;
}

export interface ChangedStatus {
  status: PersonStatus;
  roles: Role[];
}

/**
 * Moves a person from one of `from` to `to`: one conditional UPDATE, so that the second of two
 * concurrent moves finds the first one's result.
 * @throws {CountersignError} `not_found`, `conflict` when the person is in another status by now.
 */
export async function changeStatus(tx: Transaction, change: StatusChange): Promise<ChangedStatus> {
  const { personId, from, to } = change;
  const [moved] = await tx
    .update(people)
    .set(columnsFor(change))
    .where(and(eq(people.id, personId), inArray(people.status, from)))
    .returning({ status: people.status, roles: people.roles });
  if (moved) return moved;
  const [person] = await tx.select({ status: people.status }).from(people).where(eq(people.id, personId));
  if (!person) throw personNotFound();
  throw new CountersignError("conflict", `${personId} is ${person.status}, cannot become ${to}`, {
    userMessage: `This person is now ${person.status === "left" ? "deactivated" : person.status}. Reload to see their current status.`,
  });
}

// The right-hand sides are the row's values before the UPDATE.
function columnsFor({ to, actor }: StatusChange): Record<string, PersonStatus | string | SQL | null> {
  if (to === "suspended")
    return { status: to, suspendedFrom: sql`${people.status}`, suspendedBy: actorId(actor) };
  const notSuspended = { suspendedFrom: null, suspendedBy: null };
  if (to === "before-suspension") {
    return { status: sql`coalesce(${people.suspendedFrom}, 'active')`, ...notSuspended };
  }
  // A leaver loses the directory's names, for another person.
  return { status: to, userName: null, externalId: null, ...notSuspended };
}
