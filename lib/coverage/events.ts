import type { AuditEventType } from "#lib/audit/event-types";
import { firstIdAt } from "#lib/kernel/ids";
import { testAgentIds } from "#lib/test-agents/conditions";
import type { Measure } from "./figure.ts";
import { query } from "./query.ts";

/** Counts audit events as the audit page lists them, without the events of test agents. */
export interface EventMeasure extends Measure {
  counted: readonly AuditEventType[];
}

type Words = Pick<Measure, "name" | "about" | "unit">;

/** Counts audit events of some types; the page counts all figures in one query (events-by-day.ts). */
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
