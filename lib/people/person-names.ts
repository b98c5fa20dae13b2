import { inArray } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";

/** The names of these people, by id. Unknown ids are left out. */
export async function personNames(db: Database, ids: string[]): Promise<Map<string, string>> {
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
