import type { Draw } from "#lib/approvals/standing/approvals/draw";
import type { AuditRow } from "#lib/audit/record";

/** What an ask does with a standing approval. */
export type PlannedDraw = Draw & {
  /** The agent's revision when its standing approvals and denials were read. */
  revision: number;
  /** The event of the request's approval. */
  approved?: AuditRow;
};

type Value = (draw: PlannedDraw) => unknown;

/** Of a draw that isn't ending: else null. */
const ofDraw =
  (value: (draw: PlannedDraw & { isEnding: false }) => unknown): Value =>
  (draw) =>
    draw.isEnding ? null : value(draw);

/** The columns of a batch that are about standing approvals, with PostgreSQL types. */
const columns: Record<string, [type: string, value: Value]> = {
  standingId: ["text", ({ standing }) => standing],
  readRevision: ["integer", ({ revision }) => revision],
  isSurprise: ["boolean", ({ isEnding }) => isEnding],
  isSample: ["boolean", ofDraw(({ isSample }) => isSample)],
  sampledFrom: ["timestamp with time zone", ofDraw(({ sampledFrom }) => sampledFrom)],
  capacity: ["text", ofDraw(({ capacity }) => capacity)],
  mostDraws: ["integer", ofDraw(({ terms }) => terms.count)],
  perHour: ["integer", ofDraw(({ terms }) => terms.per_hour)],
  mostTotal: ["numeric", ofDraw(({ terms }) => text(terms.total))],
  drawAmount: ["numeric", ofDraw(({ amount }) => text(amount))],
  approvalId: ["text", ofDraw(({ approvalId }) => approvalId)],
  drawEventId: ["text", ofDraw(({ event }) => event.id)],
  drawEventBefore: ["text", ofDraw(({ event }) => event.before)],
  drawEventAfter: ["text", ofDraw(({ event }) => event.after)],
  approvedEventId: ["text", ({ approved }) => approved?.id ?? null],
  approvedEventBody: ["bytea", ({ approved }) => approved?.body ?? null],
};

export const drawTypes: [name: string, type: string][] = Object.entries(columns).map(([name, [type]]) => [
  name,
  type,
]);

/** A value of {@link drawTypes}; null for an ask that does nothing with a standing approval. */
export function drawValue(name: string, draw: PlannedDraw | undefined): unknown {
  return draw ? columns[name]?.[1](draw) : null;
}

function text(number: number | undefined): string | null {
  return number === undefined ? null : String(number);
}
