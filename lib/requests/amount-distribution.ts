import type { Database } from "#db/client";
import { greatestDecimal } from "#lib/facts/read-totals";
import { scopeColumns } from "#lib/facts/running-totals-query";
import { firstIdAt } from "#lib/kernel/ids";
import { windowSeconds } from "#lib/policy/language/total";
import type { Measure } from "#lib/policy/thresholds/threshold";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

const days = 30;
/** Newest requests only: a page costs the same for any number. */
const mostRequests = 100_000;
/** More values are counted by bucket. */
const mostValues = 2000;
/** Agents write currencies: a limited number is listed, and none longer than a rule can name. */
const mostCurrencies = 50;
const longestCurrency = 500;

/** The distribution of past requests of a type over a threshold's measure, in one currency. */
export interface Distribution {
  /** Empty where there is none. */
  currency: string;
  /** How many requests it is of. */
  count: number;
  /** Whether the buckets are single values. */
  isExact: boolean;
  /**
   * In ascending order, without empty buckets. `upTo` has two significant digits, unless the bucket
   * is one value; a bucket begins at the previous number of two digits.
   */
  buckets: { upTo: number; count: number }[];
}

export interface PastAmounts {
  /** The most frequent currency first. */
  distributions: Distribution[];
  unmeasured: number;
  /** From when on: 30 days ago, or less where more was asked than is looked at. */
  since: Date;
}

/**
 * A type's requests of the last 30 days: their amounts or, for a threshold over a total, the total
 * at each request. All outcomes are included; a total counts earlier requests unless denied,
 * cancelled, expired or blocked.
 * @throws {CountersignError} `not_found` when the viewer is not an admin.
 */
export async function amountDistribution(
  db: Database,
  { viewer, action, measure, now }: { viewer: Viewer; action: string; measure: Measure; now: Date },
): Promise<PastAmounts> {
  requireRole(viewer, "admin");
  const sql = db.$client;
  const from = new Date(now.getTime() - days * 86_400_000);
  const rows = await sql<Row[]>`
    with recent as (
      select id, action_type, state, agent_id, owner_id, resource, action_digest, amount, currency, created_at from requests
      where id >= ${firstIdAt("req", from)} order by id desc limit ${mostRequests}),
    measured as materialized (
      select currency, ${countable(sql)} as value from (
        select ${currencyOf(sql, measure)} as currency, ${measuredValue(sql, measure)} as value from recent where action_type = ${action}) as one),
    frequent as (
      select currency from measured where length(currency) <= ${longestCurrency}
      group by currency order by count(*) desc, currency limit ${mostCurrencies}),
    told as (select * from measured where value is null or value <= 0 or currency in (select currency from frequent)),
    few as (select count(*) <= ${mostValues} as is_exact from told where value > 0)
    select currency, case when value > 0 then
        case when few.is_exact then value::float8 else ${bucketOf(sql)} end
      end as "upTo", count(*)::int as count, few.is_exact as "isExact",
      (select case when count(*) = ${mostRequests} then min(created_at) end from recent) as since
    from told, few group by 1, 2, 4 order by 2`;
  const isCut = rows[0]?.since;
  return {
    distributions: distributionsOf(rows),
    unmeasured: rows.reduce((sum, row) => sum + (row.upTo === null ? row.count : 0), 0),
    since: isCut ? new Date(isCut) : from,
  };
}

interface Row {
  currency: string | null;
  upTo: number | null;
  count: number;
  isExact: boolean;
  since: string | null;
}

type Sql = Database["$client"];

function currencyOf(sql: Sql, measure: Measure) {
  const hasCurrency = measure.kind === "amount" || (measure.kind === "total" && measure.of === "sum");
  return hasCurrency ? sql`currency` : sql`''`;
}

function measuredValue(sql: Sql, measure: Measure) {
  if (measure.kind !== "total") return sql`amount`;
  const per = sql(scopeColumns[measure.per]);
  const own = measure.of === "sum" ? sql`amount` : sql`1`;
  const seconds = windowSeconds[measure.window];
  const counts = sql`state in ('allowed', 'pending', 'approved')`;
  const known = measure.per === "resource" ? sql`resource is not null` : sql`true`;
  // A request with any outcome counts towards its total.
  return sql`case when ${known} then
    coalesce(sum(${own}) filter (where ${counts}) over (
      partition by ${per}, ${currencyOf(sql, measure)} order by created_at
      range between make_interval(secs => ${seconds}) preceding and current row), 0)
    + case when ${counts} then 0 else ${own} end end`;
}

// Counted like totals (read-totals.ts): up to the next ten-thousandth, and at most Cedar's maximum.
// So every amount from an agent is a number for a bucket.
function countable(sql: Sql) {
  return sql`case when value is not null then least(ceil(value * 10000) / 10000, ${greatestDecimal}::numeric) end`;
}

// Rounded up to two significant digits, like most limits, so that no bucket lies on both sides of a
// limit. The difference corrects binary fractions.
function bucketOf(sql: Sql) {
  const step = sql`power(10::float8, floor(log(value::float8)) - 1)`;
  return sql`ceil(value::float8 / ${step} - 1e-9) * ${step}`;
}

function distributionsOf(rows: Row[]): Distribution[] {
  const found = new Map<string, Distribution>();
  for (const { currency, upTo, count, isExact } of rows) {
    if (upTo === null || currency === null) continue;
    const distribution = found.get(currency) ?? { currency, count: 0, isExact, buckets: [] };
    distribution.count += count;
    distribution.buckets.push({ upTo: isExact ? upTo : Number(upTo.toPrecision(2)), count });
    found.set(currency, distribution);
  }
  return [...found.values()].sort((one, other) => other.count - one.count);
}
