import type { Read } from "#db/standby/standby";
import { type AuditFilter, idRange } from "./filter.ts";
import { type AuditEvent, readEvent } from "./read-event.ts";
import { type AuditEntry, selectEvents } from "./select-events.ts";

const batchSize = 1000;
const newline = new Uint8Array([0x0a]);

/** Audit events as JSON Lines, oldest first: each line is the exact stored bytes. */
export async function* exportAudit(
  read: Read,
  filter: AuditFilter,
  now: Date,
): AsyncGenerator<Uint8Array, void> {
  for await (const batch of batches(read, filter, now))
    yield new Uint8Array(Buffer.concat(batch.flatMap(({ body }) => [body, newline])));
}

/** Audit events as CSV for spreadsheets, oldest first, with a header row. */
export async function* exportAuditAsCsv(
  read: Read,
  filter: AuditFilter,
  now: Date,
): AsyncGenerator<Uint8Array, void> {
  yield new Uint8Array(Buffer.from(csvHeader));
  for await (const batch of batches(read, filter, now))
    yield new Uint8Array(Buffer.from(batch.map(eventAsCsv).join("")));
}

/** By key, at the reader's pace: memory stays constant. Ends at `now`, as a log never does. */
async function* batches(read: Read, filter: AuditFilter, now: Date): AsyncGenerator<AuditEntry[], void> {
  const to = filter.to && filter.to < now ? filter.to : now;
  let after: string | undefined;
  for (;;) {
    const range = idRange({ ...filter, to }, { after });
    const batch = await read((db) => selectEvents(db, filter, { ...range, order: "asc", limit: batchSize }));
    if (batch.length === 0) return;
    yield batch;
    after = batch.at(-1)?.id;
  }
}

const columns: Record<string, (event: AuditEvent) => string> = {
  id: ({ id }) => id,
  at: ({ at }) => at.toISOString(),
  type: ({ type }) => type,
  actor_type: ({ actor }) => actor.type,
  actor_id: ({ actor }) => actor.id,
  person: ({ subject }) => subject.person ?? "",
  agent: ({ actor, subject }) => subject.agent ?? (actor.type === "agent" ? actor.id : ""),
  request: ({ subject }) => subject.request ?? "",
  subject: ({ subject }) => jsonCell(subject),
  data: ({ data }) => jsonCell(data),
};

export const csvHeader = row(Object.keys(columns));

/** An event as one row of CSV. The last two columns are JSON. */
export function eventAsCsv(entry: AuditEntry): string {
  const event = readEvent(entry);
  return row(Object.values(columns).map((value) => value(event)));
}

/** Without semicolons: spreadsheets that split there ignore the quotes between commas. */
function jsonCell(value: object): string {
  return JSON.stringify(value).replaceAll(";", "\\u003b");
}

/** RFC 4180: every cell is quoted, quotes are doubled, and rows end in CR LF. */
function row(cells: string[]): string {
  return `${cells.map((cell) => `"${withoutFormula(cell).replaceAll('"', '""')}"`).join(",")}\r\n`;
}

/** A spreadsheet runs a cell with such a beginning as a formula (OWASP, CSV injection). */
function withoutFormula(cell: string): string {
  return /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/.test(cell) ? `'${cell}` : cell;
}
