import { runtime } from "#app/runtime/runtime";
import type { AuditEvent } from "#lib/audit/read-event";
import { type EventNames, eventNames as readNames } from "#lib/search/event-names";
import type { Viewer } from "#lib/sessions/session";

/** What the IDs in these events stand for, as far as the viewer may read it. */
export function eventNames(viewer: Viewer, events: readonly AuditEvent[]): Promise<EventNames> {
  const { db, clock } = runtime();
  return readNames(db, { viewer, events, now: clock() });
}
