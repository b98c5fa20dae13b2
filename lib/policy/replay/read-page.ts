import type { Database } from "#db/client";
import { firstIdAt } from "#lib/ids";
import type { DecidedRow } from "./ending.ts";
import type { AskedRow } from "./judge.ts";

/** A past request: what was asked and how that ended. */
export type PastRequest = AskedRow & DecidedRow & { id: string };

export interface Page {
  /** The id after which the page begins. */
  after: string;
  /** Requests made from this moment on are left out. */
  before: Date;
  limit: number;
}

/** The next requests, oldest first. Only the columns that a replay needs. */
export async function readPage(db: Database, { after, before, limit }: Page): Promise<PastRequest[]> {
  return db.$client<PastRequest[]>`
    select id, agent_id, owner_id, action, facts, state, approvals_required, requirements, rule_ids,
      (extract(epoch from created_at) * 1000)::float8 as asked_at
    from requests where id > ${after} and id < ${firstIdAt("req", before)} order by id limit ${limit}`;
}
