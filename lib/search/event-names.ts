import { inArray } from "drizzle-orm";
import type { Database } from "#db/client";
import { tools } from "#db/schema/agents";
import { boundaries } from "#db/schema/boundaries";
import { groups } from "#db/schema/groups";
import { passkeys } from "#db/schema/passkeys";
import { scimTokens } from "#db/schema/scim";
import { eventSources } from "#db/schema/signals";
import { ssoConnections } from "#db/schema/sso";
import { agentNames } from "#lib/agents/agent-names";
import { personNames } from "#lib/people/person-names";
import { readsEverything } from "#lib/requests/visible-requests";
import type { Viewer } from "#lib/sessions/session";
import { type EventTarget, idsOf, type NamedEvent, targetOf } from "./event-target.ts";
import { type RequestName, requestNames } from "./request-names.ts";

/** The names behind IDs in audit events, as far as the viewer may resolve them. */
export interface EventNames {
  names: ReadonlyMap<string, string>;
  requests: ReadonlyMap<string, RequestName>;
  /** What each event is mainly about, by the event's ID. */
  targets: ReadonlyMap<string, EventTarget>;
}

/** One query for each kind of object, however many events there are. */
export async function eventNames(
  db: Database,
  { viewer, events, now }: { viewer: Viewer; events: readonly NamedEvent[]; now: Date },
): Promise<EventNames> {
  const ids = new Set(events.flatMap(idsOf));
  const of = (prefix: string) => [...ids].filter((id) => id.startsWith(`${prefix}_`));
  const [people, agents, settings, requests] = await Promise.all([
    personNames(db, of("per")),
    agentNames(db, viewer, of("agt")),
    readsEverything(viewer) ? settingNames(db, of, events) : [],
    requestNames(db, { viewer, ids: of("req"), now }),
  ]);
  const names = new Map([...settings, ...people, ...agents]);
  const targets = events.flatMap((event) => {
    const target = targetOf(event, (id) => requests.get(id) ?? names.get(id));
    return target ? [[event.id, target] as const] : [];
  });
  return { names, requests, targets: new Map(targets) };
}

async function settingNames(
  db: Database,
  of: (prefix: string) => string[],
  events: readonly NamedEvent[],
): Promise<[string, string][]> {
  const named = async (
    table:
      | typeof groups
      | typeof tools
      | typeof boundaries
      | typeof scimTokens
      | typeof eventSources
      | typeof ssoConnections,
    ids: string[],
  ): Promise<[string, string][]> => {
    if (ids.length === 0) return [];
    const rows = await db
      .select({ id: table.id, name: table.name })
      .from(table)
      .where(inArray(table.id, ids));
    return rows.map(({ id, name }) => [id, name]);
  };
  const credentialIds = events.flatMap(({ subject }) => subject.passkey ?? []);
  const found = await Promise.all([
    named(groups, of("grp")),
    named(tools, of("tol")),
    named(boundaries, of("bnd")),
    named(scimTokens, of("sct")),
    named(eventSources, of("evs")),
    named(ssoConnections, of("sso")),
    passkeyNames(db, [...new Set(credentialIds)]),
  ]);
  return found.flat();
}

async function passkeyNames(db: Database, ids: string[]): Promise<[string, string][]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ id: passkeys.credentialId, name: passkeys.name })
    .from(passkeys)
    .where(inArray(passkeys.credentialId, ids));
  return rows.map(({ id, name }) => [id, name]);
}
