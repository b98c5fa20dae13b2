import { type SQL, sql } from "drizzle-orm";
import { testRequestTitle } from "#lib/descriptors/test-request-type";

/** A request's title, from the rows `a` (agent) and `t` (action type); null if unknown. */
export function requestTitle(): SQL<string | null> {
  return sql`case when a.is_test then ${testRequestTitle} else t.title end`;
}
