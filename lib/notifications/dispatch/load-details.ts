import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { actionAmount } from "#lib/policy/action-types/action-amount";
import type { Action } from "#lib/policy/language/action";
import { countDecidable } from "#lib/requests/decidable-requests";
import { requestTitle } from "#lib/test-agents/request-title";

/**
 * What messages may say about an action where allowed: the type's name, which admins write, and the
 * amount with its currency code. Nothing else that an agent wrote.
 */
export interface Details {
  title: string;
  amount: { value: string; currency: string } | undefined;
}

/** What messages may say about actions, by request. */
export async function loadDetails(db: Database, requestIds: string[]): Promise<Map<string, Details>> {
  if (requestIds.length === 0) return new Map();
  const rows = await db.execute<{
    id: string;
    action: string;
    title: string;
    amountParam: string | null;
    currencyParam: string | null;
  }>(sql`
    select r.id, r.action, ${requestTitle()} as title, t.amount_param as "amountParam", t.currency_param as "currencyParam"
    from requests r join agents a on a.id = r.agent_id left join action_types t on t.type = r.action_type
    where r.id = any(${sql.param(requestIds)}::text[]) and (t.type is not null or a.is_test)`);
  return new Map(
    rows.map(({ id, action, title, ...entry }) => {
      const amount = actionAmount(JSON.parse(action) as Action, entry);
      const isPlain =
        /^\d{1,15}(\.\d{1,6})?$/.test(amount?.value ?? "") && /^[A-Z]{3}$/.test(amount?.currency ?? "");
      const { value = "", currency = "" } = amount ?? {};
      return [id, { title, amount: isPlain ? { value, currency } : undefined }];
    }),
  );
}

/** The details of one message, about one request or several: each title, and the largest amounts. */
export function detailsText(details: [Details, ...Details[]]): string {
  const titles = [...new Set(details.map(({ title }) => title))];
  const amounts = details.flatMap(({ amount }) => amount ?? []);
  const largest = new Map<string, string>();
  for (const { value, currency } of amounts)
    if (millionths(value) >= millionths(largest.get(currency) ?? "0")) largest.set(currency, value);
  const most = [...largest].map(([currency, value]) => `${value} ${currency}`).join(", ");
  const rest = details.length - amounts.length;
  return [
    ...titles,
    ...(most === "" ? [] : [details.length === 1 ? most : `at most ${most}`]),
    ...(most === "" || rest === 0 ? [] : [`${rest} without an amount`]),
  ].join(" · ");
}

// Exact: two numbers of 21 digits can be the same double.
function millionths(value: string): bigint {
  const [whole = "0", fraction = ""] = value.split(".");
  return BigInt(whole + fraction.padEnd(6, "0"));
}

const counts = new WeakMap<Database, Map<string, { at: number; count: Promise<number> }>>();
const validMilliseconds = 1000;
const mostKept = 10_000;

/** How many requests each person can decide, for the badge: counted once a second, not for each message. */
export async function countPending(
  db: Database,
  personIds: string[],
  now: Date,
): Promise<Map<string, number>> {
  const kept = counts.get(db) ?? new Map();
  if (kept.size > mostKept) kept.clear();
  counts.set(db, kept);
  const at = now.getTime();
  const entries = personIds.map(async (id): Promise<[string, number]> => {
    const last = kept.get(id);
    if (last && Math.abs(at - last.at) < validMilliseconds) return [id, await last.count];
    const count = countDecidable(db, id, now);
    kept.set(id, { at, count });
    // A failed count is not used again.
    count.catch(() => kept.delete(id));
    return [id, await count];
  });
  return new Map(await Promise.all(entries));
}
