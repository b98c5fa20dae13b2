import type { Database } from "#db/client";
import { isId } from "#lib/kernel/ids";
import { type AuditEvent, readEvent } from "./read-event.ts";
import type { AuditEntry } from "./select-events.ts";

/** One event by its ID. For admins and auditors. */
export async function findEvent(db: Database, id: string): Promise<AuditEvent | undefined> {
  if (!isId("evt", id)) return undefined;
  const [row] = await db.$client<(Omit<AuditEntry, "at"> & { at: string })[]>`
    select id, at, type, body from audit_events where id = ${id}`;
  return row && readEvent({ ...row, at: new Date(row.at) });
}
