import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { isWithinHours } from "./hours.ts";
import type { StandingRow } from "./standing-row.ts";
import type { StandingStatement } from "./statement.ts";

/** The limits that a draw counts against, as parts of a statement. */
interface Counted {
  /** ID of the standing approval. */
  id: string;
  /** The number of the draw, and the sum of the amounts with it. */
  draw: string;
  total: string;
  count: string;
  perHour: string;
  /** Null for a type without an amount. */
  mostTotal: string;
  amount: string;
  at: string;
}

/**
 * Whether a draw is within the signed count, rate and total, in SQL. The rate holds if the draw that is
 * `perHour` draws before it is more than an hour old; one that this statement doesn't see is younger.
 */
export function withinLimitsText({
  id,
  draw,
  total,
  count,
  perHour,
  mostTotal,
  amount,
  at,
}: Counted): string {
  return `(${draw} <= ${count}
      and (${mostTotal} is null or ${amount} is not null and ${total} <= ${mostTotal})
      and (${draw} <= ${perHour} or exists (select from approvals d where d.standing_approval_id = ${id}
        and d.draw = ${draw} - ${perHour} and d.created_at <= ${at} - interval '1 hour')))`;
}

/** Whether a standing approval is for this time of the day. */
export function mayRunAt({ terms }: StandingStatement, now: Date): boolean {
  return !terms.hours || isWithinHours(terms.hours, now);
}

/** Whether hours, count, rate and total leave room for one more request. Reads only. */
export async function hasLeft(
  db: Database,
  { id, count, total }: StandingRow,
  { statement, amount, now }: { statement: StandingStatement; amount: number | undefined; now: Date },
): Promise<boolean> {
  if (!mayRunAt(statement, now)) return false;
  const { terms } = statement;
  const within = withinLimitsText({
    ...{ id: "l.id", draw: "l.draw", total: "l.total", count: "l.most", perHour: "l.per_hour" },
    ...{ mostTotal: "l.most_total", amount: "l.amount", at: "l.at" },
  });
  const [row] = await db.execute<{ isWithin: boolean }>(sql`
    select ${sql.raw(within)} as "isWithin" from (select ${id}::text as id, ${count + 1}::integer as draw,
      ${total}::numeric + ${String(amount ?? 0)}::numeric as total, ${terms.count}::integer as most, ${terms.per_hour}::integer as per_hour,
      ${terms.total === undefined ? null : String(terms.total)}::numeric as most_total,
      ${amount === undefined ? null : String(amount)}::numeric as amount, ${now.toISOString()}::timestamptz as at) l`);
  return row?.isWithin === true;
}
