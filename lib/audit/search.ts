import type { Database } from "#db/client";
import { isId } from "#lib/kernel/ids";
import { type AuditFilter, idRange } from "./filter.ts";
import { type AuditEntry, selectEvents } from "./select-events.ts";

export interface AuditPage {
  /** Newest first. */
  entries: AuditEntry[];
  /** `before` for the page of older events; undefined on the last page. */
  older?: string;
  /** `after` for the page of newer events; undefined on the first page. */
  newer?: string;
}

export interface AuditCursor {
  /** The next page, below this event's ID. */
  before?: string;
  /** The page just above this event's ID. */
  after?: string;
  limit: number;
}

/** A page of events, newest first, by key: the last of a million rows costs no more. */
export async function searchAudit(
  db: Database,
  filter: AuditFilter,
  { before, after, limit }: AuditCursor,
): Promise<AuditPage> {
  if (after !== undefined && isId("evt", after)) return pageAbove(db, filter, after, limit);
  const cursor = before !== undefined && isId("evt", before) ? before : undefined;
  const scan = { ...idRange(filter, { before: cursor }), order: "desc" as const, limit: limit + 1 };
  const found = await selectEvents(db, filter, scan);
  const entries = found.slice(0, limit);
  return {
    entries,
    ...(found.length > limit && { older: entries.at(-1)?.id }),
    ...(cursor !== undefined && { newer: entries.at(0)?.id }),
  };
}

async function pageAbove(
  db: Database,
  filter: AuditFilter,
  after: string,
  limit: number,
): Promise<AuditPage> {
  const scan = { ...idRange(filter, { after }), order: "asc" as const, limit: limit + 1 };
  const found = await selectEvents(db, filter, scan);
  const entries = found.slice(0, limit).reverse();
  return {
    entries,
    ...(entries.length > 0 && { older: entries.at(-1)?.id }),
    ...(found.length > limit && { newer: entries.at(0)?.id }),
  };
}
