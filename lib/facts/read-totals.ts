import type postgres from "postgres";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import type { CountedAmount } from "#lib/policy/action-types/action-amount";
import type { TotalFacts } from "#lib/policy/engine/context";
import type { Action } from "#lib/policy/language/action";
import { cedarDecimal } from "#lib/policy/language/decimal";
import { idIn, type Total, windowSeconds } from "#lib/policy/language/total";
import { realRequestIn } from "#lib/test-agents/conditions";
import { idOf, scopeColumns } from "./running-totals-query.ts";

export interface TotalledRequest {
  agentId: string;
  ownerId: string;
  action: Action;
  amount: CountedAmount | undefined;
  /** The moment whose windows are looked at. */
  at: Date;
  /** Id of a past request: later requests do not count, and the request itself counts once. */
  id?: string;
  /** Of a past request: also reads later decisions (`decidedTotals`). */
  countsDecided?: boolean;
}

/**
 * A policy's totals for a request, by name, as decimals for Cedar, including the request itself:
 * allowed, approved and pending requests count; cancelled, denied, blocked, expired and test
 * requests do not. Negative amounts never reduce a sum. A total without an amount, currency or
 * resource is left out, so that the rule's condition is indeterminate.
 *
 * Reads every request of the windows. For past requests; an ask reads {@link RunningTotals}.
 */
export async function readTotals(
  sql: postgres.ISql,
  totals: readonly Total[],
  request: TotalledRequest,
): Promise<TotalFacts> {
  const read = new ReadTotals();
  for (const total of totals) {
    const [row] = (await totalQuery(sql, total, request)) ?? [];
    if (row) read.add(total, decimalText(row.total), decimalText(row.own), decimalText(row.decided));
  }
  return read.facts();
}

/** Totals with and without pending requests of other owners' agents, and with later decisions. */
export class ReadTotals {
  readonly #totals: Record<string, string> = {};
  #ownTotals: Record<string, string> | undefined;
  #decidedTotals: Record<string, string> | undefined;

  add({ name }: Total, value: string, own: string, decided: string): void {
    this.#totals[name] = value;
    if (own !== value) this.#ownTotals = { ...this.#ownTotals, [name]: own };
    if (decided !== own) this.#decidedTotals = { ...this.#decidedTotals, [name]: decided };
  }

  facts(): TotalFacts {
    return {
      totals: this.#totals,
      ...(this.#ownTotals && { ownTotals: this.#ownTotals }),
      ...(this.#decidedTotals && { decidedTotals: this.#decidedTotals }),
    };
  }
}

/** A total's query; undefined if indeterminate. Exported for tests of the query plan. */
export function totalQuery(
  sql: postgres.ISql,
  total: Total,
  request: TotalledRequest,
): postgres.PendingQuery<{ total: string; own: string; decided: string }[]> | undefined {
  const { amount, at, id, ownerId } = request;
  const isSum = total.of === "sum";
  const scopeId = idIn(total.per, request);
  const own = ownPart(total, request);
  if (scopeId === undefined || own === undefined) return undefined;
  const since = addSeconds(at, -windowSeconds[total.window]);
  const { exact, prefixes } = selectorsOf(total);
  const ofIndex = sql.unsafe(idOf[total.per]);
  const worth = isSum ? sql`sum(greatest(r.amount, 0))` : sql`count(*)`;
  const until =
    id !== undefined && isDecidedCounted(total, request) ? firstIdAt("req", endOfWindow(total, at)) : id;
  const isEarlier = id === undefined ? sql`` : sql`${ofIndex} < ${id} and`;
  // A digest covers the agent, whose requests have an index.
  const ofAgent = total.per === "action" ? sql`and r.agent_id = ${request.agentId}` : sql``;
  const isOwn = sql`(r.state <> 'pending' or r.owner_id = ${ownerId})`;
  const ofAll = (filter: ReturnType<typeof sql>) => sql`
    least(ceil((coalesce(${worth} ${filter}, 0) + ${own}::numeric) * 10000) / 10000, ${greatestDecimal}::numeric)::text`;
  return sql<{ total: string; own: string; decided: string }[]>`
    select ${ofAll(sql`filter (where ${isEarlier} true)`)} as total, ${ofAll(sql`filter (where ${isEarlier} ${isOwn})`)} as own,
      ${ofAll(sql`filter (where ${id === undefined ? sql`` : sql`(r.state <> 'pending' or ${ofIndex} < ${id}) and`} ${isOwn})`)} as decided
    from requests r
    where ${sql(`r.${scopeColumns[total.per]}`)} = ${scopeId} ${ofAgent} and ${ofIndex} >= ${firstIdAt("req", since)} and r.created_at > ${since.toISOString()}::timestamptz
      ${id === undefined || until === undefined ? sql`` : sql`and ${ofIndex} < ${until} and r.id <> ${id}`}
      ${isSum ? sql`and r.currency = ${amount?.currency ?? ""}` : sql``}
      and (r.action_type = any(${exact}::text[]) or exists (select from unnest(${prefixes}::text[]) p where starts_with(r.action_type, p)))
      and ${realRequestIn(sql, "r")} and (r.state in ('allowed', 'approved') or (r.state = 'pending' and r.expires_at > ${at.toISOString()}::timestamptz))`;
}

/** A request's own part of a total; undefined for a sum without an amount that Cedar can represent. */
export function ownPart({ of }: Total, { amount }: TotalledRequest): string | undefined {
  if (of === "count") return "1";
  if (!amount || cedarDecimal(amount.amount) === undefined) return undefined;
  return String(Math.max(0, amount.amount));
}

/** A total's action types, and the beginnings of action types. */
export function selectorsOf({ actions }: Total): { exact: string[]; prefixes: string[] } {
  const isGroup = (selector: string) => selector.endsWith("*");
  const prefixes = actions.filter(isGroup).map((selector) => selector.slice(0, -1));
  return { exact: actions.filter((selector) => !isGroup(selector)), prefixes };
}

/** The greatest Cedar decimal: a total above it exceeds every possible threshold. */
export const greatestDecimal = "922337203685477.5807";

// Cedar wants one to four digits after the point.
function decimalText(numeric: string): string {
  const [whole = "0", fraction = ""] = numeric.split(".");
  return `${whole}.${fraction.slice(0, 4).replace(/0+$/, "") || "0"}`;
}

/** Whether what was decided after a past request counts: only owners of a resource share a total. */
export function isDecidedCounted({ per }: Total, { countsDecided }: TotalledRequest): boolean {
  return countsDecided === true && per === "resource";
}

/** The end of the last window with this moment. */
export function endOfWindow({ window }: Total, at: Date): Date {
  return addSeconds(at, windowSeconds[window]);
}

/** The locks before reading totals and inserting a request: a name for each total that others may add to. */
export function totalLocks(totals: readonly Total[], request: TotalledRequest): string[] {
  const names = [...new Set(totals.map(({ per }) => per))].flatMap((per) => {
    const id = idIn(per, request);
    return id === undefined ? [] : [`total/${per}/${id}`];
  });
  return names.sort();
}
