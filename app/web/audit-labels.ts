import { runtime } from "#app/process/runtime";
import { agentNames } from "#lib/agents/agent-names";
import type { AuditEvent } from "#lib/audit/read-event";
import { personNames } from "#lib/people/person-names";
import type { Viewer } from "#lib/sessions/session";

/**
 * The names of the people and agents that these events are by and about, by id: so many look-ups as
 * there are events, however many people there are.
 */
export async function eventNames(
  viewer: Viewer,
  events: Pick<AuditEvent, "actor" | "subject">[],
): Promise<Map<string, string>> {
  const { db } = runtime();
  const ids = new Set(events.flatMap(({ actor, subject }) => [actor.id, ...Object.values(subject)]));
  const of = (prefix: string) => [...ids].filter((id) => id.startsWith(prefix));
  const [people, agents] = await Promise.all([
    personNames(db, of("per_")),
    agentNames(db, viewer, of("agt_")),
  ]);
  return new Map([...people, ...agents]);
}
