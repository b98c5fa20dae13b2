import type { Database } from "#db/client";
import { csvHeader, eventAsCsv } from "./csv.ts";
import { type AuditFilter, idRange } from "./filter.ts";
import { type AuditEntry, selectEvents } from "./select-events.ts";

const batchSize = 1000;
const newline = new Uint8Array([0x0a]);

/** Audit events as JSON Lines, oldest first: each line is the exact stored bytes. */
export async function* exportAudit(
  db: Database,
  filter: AuditFilter,
  now: Date,
): AsyncGenerator<Uint8Array, void> {
  for await (const batch of batches(db, filter, now))
    yield new Uint8Array(Buffer.concat(batch.flatMap(({ body }) => [body, newline])));
}

/** Audit events as CSV for spreadsheets, oldest first, with a header row. */
export async function* exportAuditAsCsv(
  db: Database,
  filter: AuditFilter,
  now: Date,
): AsyncGenerator<Uint8Array, void> {
  yield new Uint8Array(Buffer.from(csvHeader));
  for await (const batch of batches(db, filter, now))
    yield new Uint8Array(Buffer.from(batch.map(eventAsCsv).join("")));
}

/** By key, at the reader's pace: memory stays constant. Ends at `now`, as a log never does. */
async function* batches(db: Database, filter: AuditFilter, now: Date): AsyncGenerator<AuditEntry[], void> {
  const to = filter.to && filter.to < now ? filter.to : now;
  let after: string | undefined;
  for (;;) {
    const range = idRange({ ...filter, to }, { after });
    const batch = await selectEvents(db, filter, { ...range, order: "asc", limit: batchSize });
    if (batch.length === 0) return;
    yield batch;
    after = batch.at(-1)?.id;
  }
}
