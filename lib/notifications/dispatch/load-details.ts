import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { actionAmount } from "#lib/policy/action-types/action-amount";
import type { Action } from "#lib/policy/language/action";
import { countDecidable } from "#lib/requests/decidable-requests";
import { requestTitle } from "#lib/test-agents/request-title";

/**
 * What messages may say about actions where allowed: the type's name, which admins write, and the
 * amount with its currency code. Nothing else that an agent wrote.
 */
export async function loadDetails(db: Database, requestIds: string[]): Promise<Map<string, string>> {
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
      return [id, isPlain ? `${title} · ${amount?.value} ${amount?.currency}` : title];
    }),
  );
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
