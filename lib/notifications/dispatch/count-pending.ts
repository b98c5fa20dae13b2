import type { Database } from "#db/client";
import { countDecidable } from "#lib/requests/decidable-requests";

const counts = new WeakMap<Database, Map<string, { at: number; count: Promise<number> }>>();
const validMilliseconds = 1000;
const mostKept = 10_000;

/**
 * How many requests each person can decide, for the app's badge. Counted once a second, because a
 * burst of messages would count again for each.
 */
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
