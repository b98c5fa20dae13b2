import { type AuditEvent, readEvent } from "./read-event.ts";
import type { AuditEntry } from "./select-events.ts";

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
