import type { AuditEvent } from "#lib/audit/read-event";
import type { RequestName } from "./request-names.ts";

/** An event's object: its name, and the filter for its events. */
export interface EventTarget {
  id: string;
  name: string | RequestName;
  filter?: "person" | "agent" | "request" | undefined;
}

export type NamedEvent = Pick<AuditEvent, "id" | "type" | "actor" | "subject" | "data">;

const idsInText = /\b(?:per|agt|req|grp|tol|bnd|sct|evs|sso)_[0-7][0-9a-z]{25}\b/g;

/** The IDs in an event: actor, subjects, and facts such as a confirmed act. */
export function idsOf({ actor, subject, data }: NamedEvent): string[] {
  const facts = Object.values(data).filter((value) => typeof value === "string");
  return [actor.id, ...Object.values(subject), ...facts.flatMap((text) => text.match(idsInText) ?? [])];
}

const filters: Record<string, EventTarget["filter"]> = { per: "person", agt: "agent", req: "request" };

/** The first named request, agent, setting or person apart from the actor and the facts. */
export function targetOf(
  event: NamedEvent,
  nameOf: (id: string) => EventTarget["name"] | undefined,
): EventTarget | undefined {
  const { type, actor, subject } = event;
  const data = Object.fromEntries(Object.entries(event.data).filter(([fact]) => !fact.endsWith("_by")));
  // The confirming passkey is the means, not the object.
  const means = type === "passkey.confirmed" ? subject.passkey : undefined;
  const ids = [...new Set(idsOf({ ...event, data }))].filter((id) => id !== actor.id && id !== means);
  for (const id of ids.sort((a, b) => rank(a) - rank(b))) {
    const name = nameOf(id);
    if (name !== undefined) return { id, name, filter: filters[id.slice(0, id.indexOf("_"))] };
  }
  return undefined;
}

function rank(id: string): number {
  const order = ["req_", "agt_"].findIndex((prefix) => id.startsWith(prefix));
  if (order >= 0) return order;
  return id.startsWith("per_") ? 3 : 2;
}
