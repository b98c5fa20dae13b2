import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { type RequestReader, readsEverything } from "#lib/requests/visible-requests";
import { amountsAmongWords, type TypedAmount } from "./amount-in-text.ts";
import { type Look, newestCompared, newestMatching, pendingOfGroups } from "./compared-requests.ts";
import { isAmount, type MatchedRequest, readMatches } from "./search-contents.ts";
import { newestOfTypes, typesNamed } from "./search-types.ts";

/**
 * Requests of the types and the amount in the text, as their title shows them ("Refund 1,250.00
 * USD"), among those compared and openable, newest first.
 */
export async function searchAmountsOfTypes(
  db: Database,
  { viewer, text, most, now }: { viewer: RequestReader; text: string; most: number; now: Date },
): Promise<MatchedRequest[]> {
  const look = { viewer, most, now };
  for (const { amount, words } of amountsAmongWords(text)) {
    const types = await typesNamed(db, words);
    const found = types.length > 0 ? await readMatches(db, newestWithAmount(types, amount, look), look) : [];
    // "Pay out 1250" may name the type "Pay out", and no currency.
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * For a viewer of everything also among the newest of these types: a type can be rare. IDs are
 * found in the index alone, and each amount by ID: joined, the planner could read all requests.
 */
export function newestWithAmount(types: string[], amount: TypedAmount, look: Look): SQL {
  const isOfTypes = sql`m.action_type = any(${sql.param(types)}::text[])`;
  const matches = sql`(${isOfTypes} and ${isAmount(amount)})`;
  if (!readsEverything(look.viewer))
    return sql`${newestMatching(matches, look)} union (${pendingOfGroups(matches, look)})`;
  const ofEachType = Math.floor(newestCompared / types.length);
  return sql`${newestMatching(matches, look)}
    union (select m.id from (${newestOfTypes(types, ofEachType)}) newest
        cross join lateral (select r.id, r.amount, r.currency from requests r where r.id = newest.id limit 1) m
      where ${isAmount(amount)} order by m.id desc limit ${look.most})`;
}
