import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { visibleTo } from "#lib/approvals/visibility";
import { type RequestReader, readsEverything } from "./visible-requests.ts";

/** Whether each reader may open the request's page, in one round trip. */
export async function listReadable(
  db: Database,
  wanted: { reader: RequestReader; requestId: string }[],
  now: Date,
): Promise<boolean[]> {
  const column = (of: (one: (typeof wanted)[number]) => string | boolean) =>
    sql.param(wanted.map((one) => String(of(one))));
  const rows = await db.execute<{ n: number }>(sql`
    select wanted.n::int as n
    from unnest(${column(({ requestId }) => requestId)}::text[], ${column(({ reader }) => reader.personId)}::text[],
      ${column(({ reader }) => readsEverything(reader))}::text[]::boolean[],
      ${column(({ reader }) => reader.roles.includes("approver"))}::text[]::boolean[])
      with ordinality as wanted(request_id, person_id, reads_everything, is_approver, n)
    join requests r on r.id = wanted.request_id
    join agents a on a.id = r.agent_id
    where ${isReadable(now)}`);
  const readable = new Set(rows.map(({ n }) => n));
  return wanted.map((_, index) => readable.has(index + 1));
}

// As in find-for-viewer.ts: the requests of visible-requests.ts, and those the reader decided.
function isReadable(now: Date): SQL {
  return sql`(wanted.reads_everything or (wanted.is_approver and ${visibleTo(sql`wanted.person_id`, now)})
    or exists (select from approvals d where d.request_id = r.id and d.person_id = wanted.person_id))`;
}
