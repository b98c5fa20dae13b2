import { asc, inArray } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { activeApprover } from "./active.ts";

/** The names of these people, by id. Unknown ids are left out. */
export async function personNames(db: Database | Transaction, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, ids));
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** Name and address, by id, where namesakes must not be mixed up. Unknown ids are left out. */
export async function personLabels(db: Database, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await db
    .select({ id: people.id, name: people.name, email: people.email })
    .from(people)
    .where(inArray(people.id, ids));
  return new Map(found.map(({ id, name, email }) => [id, `${name} (${email})`]));
}

/** The people who can own agents and approve: active approvers, by name, `most` at most. */
export async function listApprovers(
  db: Database,
  { most }: { most: number },
): Promise<{ id: string; name: string }[]> {
  return db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(activeApprover(people))
    .orderBy(asc(people.name), asc(people.id))
    .limit(most);
}

/** Every current and former person, by name. For admins and auditors, else `not_found`. */
export async function listPersonNames(
  db: Database,
  { viewer, most }: { viewer: Viewer; most: number },
): Promise<{ id: string; name: string }[]> {
  requireRole(viewer, "admin", "auditor");
  return db
    .select({ id: people.id, name: people.name })
    .from(people)
    .orderBy(asc(people.name), asc(people.id))
    .limit(most);
}
