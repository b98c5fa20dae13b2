import { inArray } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import type { ActiveKey } from "#lib/agents/keys/active-keys";

/** The people who added keys, each once. */
export function idsOf(keys: ActiveKey[]): string[] {
  return [...new Set(keys.map(({ added_by }) => added_by))];
}

/** Names for IDs of people of any status. */
export async function findPersonNames(db: Database, ids: string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
