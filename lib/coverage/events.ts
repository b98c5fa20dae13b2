import type { AuditEventType } from "#lib/audit/event-types";
import { firstIdAt } from "#lib/kernel/ids";
import { testAgentIds } from "#lib/test-agents/conditions";
import type { Measure } from "./figure.ts";
import { query } from "./query.ts";

/**
 * A figure that counts audit events, equal to the audit page's list for the same types and time
 * without the events of test agents.
 */
export interface EventMeasure extends Measure {
  counted: readonly AuditEventType[];
}

type Words = Pick<Measure, "name" | "about" | "unit">;

/**
 * The number of audit events of some types. `query` counts one figure by an index range; the page
 * counts all of them in one query (events-by-day.ts), with the same result.
 */
export function events(counted: AuditEventType | readonly AuditEventType[], words: Words): EventMeasure {
  const types = [counted].flat() as AuditEventType[];
  return {
    ...words,
    counted: types,
    query: ({ from }) => {
      const [counting, first] = [types.join(), firstIdAt("evt", from)];
      return query`
      select (count(*) - (
        select count(*) from audit_events
        where agent_id = any(${{ sql: testAgentIds }}) and type = any(string_to_array(${counting}, ',')) and id > ${first}))::int as value
      from audit_events
      where type = any(string_to_array(${counting}, ',')) and id > ${first}`;
    },
  };
}
