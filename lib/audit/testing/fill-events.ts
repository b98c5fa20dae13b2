import type { Database } from "#db/client";

const batchSize = 50_000;

/**
 * Writes `count` events a second apart from the first moment of 2026, spread over 97 people, 1,000
 * agents and 4 types.
 */
export async function fillEvents(db: Database, count: number): Promise<void> {
  for (let first = 1; first <= count; first += batchSize) {
    await fillBatch(db, first, Math.min(count, first + batchSize - 1));
  }
  await db.$client`analyze audit_events`;
}

async function fillBatch(db: Database, first: number, last: number): Promise<void> {
  await db.$client`
    insert into audit_events (id, at, type, actor_id, person_id, agent_id, request_id, body)
    select 'evt_0' || lpad(n::text, 25, '0'), timestamptz '2026-01-01Z' + n * interval '1 second',
      (array['request.pending', 'request.approved', 'grant.redeemed', 'session.started'])[1 + n % 4],
      case when n % 3 = 0 then 'per_' || n % 101 else 'agt_' || n % 1000 end,
      'per_' || n % 97, 'agt_' || n % 1000, 'req_' || n / 4, convert_to('{"n":' || n || '}', 'UTF8')
    from generate_series(${first}::int, ${last}::int) n`;
}
