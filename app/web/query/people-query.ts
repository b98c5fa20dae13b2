import { z } from "zod";
import { idField } from "#app/web/forms/id-field";
import type { PeopleFilter } from "#lib/membership/list-people-page";
import { singleValues } from "./search-params.ts";

/** The filters from the URL. An invalid value is ignored, so that an old link still opens. */
const querySchema = z.object({
  status: z.enum(["invited", "active", "suspended", "left"]).optional().catch(undefined),
  role: z.enum(["admin", "approver", "auditor"]).optional().catch(undefined),
  search: z.string().trim().min(1).max(80).optional().catch(undefined),
  after: idField("per").optional().catch(undefined),
});

/** Reads the filters from an address. */
export function readPeopleQuery(query: Record<string, string | string[] | undefined>): PeopleFilter {
  return querySchema.parse(singleValues(query));
}

/** The address of the page of people with these filters. */
export function peopleHref(filter: PeopleFilter): string {
  const pairs = Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const query = new URLSearchParams(pairs).toString();
  return query ? `/people?${query}` : "/people";
}
