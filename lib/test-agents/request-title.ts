import { type SQL, sql } from "drizzle-orm";
import { testRequestTitle } from "#lib/descriptors/test-request-type";

/**
 * The title of a request, from the rows `a` (its agent) and `t` (its action type); null for an
 * unknown type.
 */
export function requestTitle(): SQL<string | null> {
  return sql`case when a.is_test then ${testRequestTitle} else t.title end`;
}
