import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { beginningsOf, nameWords } from "#db/name-words";
import { type RequestReader, readsEverything } from "#lib/requests/visible-requests";
import { newestMatching, pendingOfGroups } from "./compared-requests.ts";
import { type MatchedRequest, readMatches } from "./search-contents.ts";

/** So many types are looked up. */
const mostTypes = 20;

/** The newest openable requests of the text's types, among those compared or of any time. */
export async function searchTypes(
  db: Database,
  { viewer, text, most, now }: { viewer: RequestReader; text: string; most: number; now: Date },
): Promise<MatchedRequest[]> {
  const types = await typesNamed(db, text);
  if (types.length === 0) return [];
  const look = { viewer, most, now };
  if (readsEverything(viewer)) return readMatches(db, newestOfTypes(types, most), look);
  const matches = sql`m.action_type = any(${sql.param(types)}::text[])`;
  const candidates = sql`${newestMatching(matches, look)} union (${pendingOfGroups(matches, look)})`;
  return readMatches(db, candidates, look);
}

/** The types whose title, ID or request title has the text's word beginnings. */
export async function typesNamed(db: Database, text: string): Promise<string[]> {
  const names = [
    sql`title`,
    sql`type`,
    sql`regexp_replace(descriptor ->> 'sentence', '[{][^{}]*[}]', ' ', 'g')`,
  ];
  const isNamed = names.map((name) => sql`${nameWords(name)} @@ ${beginningsOf(text)}`);
  const named = await db.execute<{ type: string }>(sql`
    select type from action_types where ${sql.join(isNamed, sql` or `)} order by title, type limit ${mostTypes}`);
  return named.map(({ type }) => type);
}

/**
 * The end of the index by type. Compares pairs of type and ID, as the index is ordered: with the
 * type alone, the planner could read all requests to find a rare type's.
 */
export function newestOfTypes(types: string[], most: number): SQL {
  const place = sql`(r.action_type, r.id collate "C")`;
  return sql`
    select n.id from unnest(${sql.param(types)}::text[]) named(type) cross join lateral (
      select r.id from requests r where ${place} > (named.type, 'req_') and ${place} < (named.type, 'req_~')
      order by r.action_type desc, r.id collate "C" desc limit ${most}) n`;
}
