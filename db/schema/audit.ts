import { sql } from "drizzle-orm";
import { index, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "./bytes.ts";

/**
 * Facts, append-only: a trigger refuses update, delete and truncate. `body` is the event (JCS
 * bytes); the other columns repeat parts for searching. Pages go by `id`, which sorts by time.
 */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: text().primaryKey(),
    at: timestamp({ withTimezone: true }).notNull(),
    type: text().notNull(),
    actorId: text("actor_id").notNull(),
    personId: text("person_id"),
    agentId: text("agent_id"),
    requestId: text("request_id"),
    body: bytea().notNull(),
  },
  (table) => [
    // Each index belongs to one filter of the audit page (lib/audit/select-events.ts).
    // A type, and the daily counts of coverage (lib/coverage/events-by-day.ts). Includes the types that
    // every ask writes: without them, a count would read all events of its days, and a page of a type
    // that a workspace seldom writes all events.
    index("audit_events_type").on(table.type, table.id),
    // A person as the actor. The events of agents and tools, which most events are, are not in it: the
    // filter by an agent goes by the agent's own column, and no filter is by tool.
    index("audit_events_actor").on(table.actorId, table.id).where(sql`starts_with(${table.actorId}, 'per_')`),
    // A person as the subject.
    index("audit_events_person").on(table.personId, table.id),
    // An agent, as actor or subject.
    index("audit_events_agent").on(table.agentId, table.id),
    // A request.
    index("audit_events_request").on(table.requestId, table.id),
    // Whether a person is still wanted out, and is still here.
    index("audit_events_standing")
      .on(table.personId, table.id)
      .where(
        sql`${table.type} in ('person.removal_refused', 'person.suspended', 'person.left', 'person.called_active')`,
      ),
    // The agent's own events, among many events of requests.
    index("audit_events_agent_itself")
      .on(table.agentId, table.id)
      .where(
        sql`${table.agentId} is not null and ${table.requestId} is null and ${table.type} <> 'agent.refused'`,
      ),
  ],
);
