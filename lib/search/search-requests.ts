import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { RequestReader } from "#lib/requests/visible-requests";
import { type MatchedRequest, readMatches } from "./search-contents.ts";

/** A request by its ID, without the agent's words. */
export type FoundRequest = Omit<MatchedRequest, "resource" | "amount" | "currency">;

const idLength = 26;
/** Ten characters of an ID are its time. Eight span a second. */
const shortestBeginning = 8;
/** Bounds the look-up when an agent asks more often than that within the second. */
const mostCompared = 1000;
const beginning = new RegExp(
  `^(?:req_)?([0-7][0-9a-hjkmnp-tv-z]{${shortestBeginning - 1},${idLength - 1}})$`,
);

/** Openable requests whose ID begins with a text, newest first. */
export async function searchRequests(
  db: Database,
  { viewer, text, most, now }: { viewer: RequestReader; text: string; most: number; now: Date },
): Promise<FoundRequest[]> {
  const [, start] = beginning.exec(text.toLowerCase()) ?? [];
  if (start === undefined) return [];
  const [first, last] = ["0", "z"].map((end) => `req_${start.padEnd(idLength, end)}`);
  const candidates = sql`
    select id from requests where id between ${first} and ${last} order by id desc limit ${mostCompared}`;
  const found = await readMatches(db, candidates, { viewer, most, now });
  return found.map(({ resource: _, amount: __, currency: ___, ...request }) => request);
}
