import type { Database } from "#db/client";
import { realRequestIn } from "#lib/test-agents/conditions";
import type { DecidedRow } from "./ending.ts";
import type { AskedRow } from "./judge.ts";

export type PastRequest = AskedRow & DecidedRow & { id: string };

export interface Page {
  /** The page begins after the first ID and ends with the second. */
  after: string;
  through: string;
  limit: number;
}

/** The next requests without test requests, oldest first. Only the columns that a replay needs. */
export async function readPage(
  { $client: sql }: Database,
  { after, through, limit }: Page,
): Promise<PastRequest[]> {
  return sql<PastRequest[]>`
    select id, agent_id, owner_id, action, facts, state, approvals_required, requirements, rule_ids,
      (extract(epoch from created_at) * 1000)::float8 as asked_at,
      case when state in ('allowed', 'approved') then 'infinity'::float8
        when state = 'blocked' then 0
        else (extract(epoch from least(closed_at, expires_at)) * 1000)::float8 end as counted_until
    from requests r where id > ${after} and id <= ${through} and ${realRequestIn(sql, "r")} order by id limit ${limit}`;
}
