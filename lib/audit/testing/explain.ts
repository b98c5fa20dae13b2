import type { Database } from "#db/client";
import { explain } from "#db/testing/explain";
import type { AuditFilter, IdRange } from "../filter.ts";
import { eventsQuery } from "../select-events.ts";

/** How PostgreSQL answered one page of a search. */
export async function explainSearch(db: Database, filter: AuditFilter, range: IdRange) {
  return explain(db, eventsQuery(db.$client, filter, { ...range, order: "desc", limit: 51 }));
}
