import type { Database } from "#db/client";
import { type AuditFilter, idRange } from "./filter.ts";
import { selectEvents } from "./select-events.ts";

const batchSize = 1000;
const newline = new Uint8Array([0x0a]);

/**
 * Audit events as JSON Lines, oldest first: each line is the exact stored bytes. Reads in batches
 * by key, at the reader's pace, so memory stays constant for any number of events. Ends at `now`:
 * on a busy database the export would otherwise never end.
 */
export async function* exportAudit(
  db: Database,
  filter: AuditFilter,
  now: Date,
): AsyncGenerator<Uint8Array, void> {
  const to = filter.to && filter.to < now ? filter.to : now;
  let after: string | undefined;
  for (;;) {
    const range = idRange({ ...filter, to }, { after });
    const batch = await selectEvents(db, filter, { ...range, order: "asc", limit: batchSize });
    if (batch.length === 0) return;
    yield new Uint8Array(Buffer.concat(batch.flatMap(({ body }) => [body, newline])));
    after = batch.at(-1)?.id;
  }
}
