import postgres from "postgres";
import { expect, test } from "vitest";
import { migrate } from "./migrate.ts";
import { createTestDatabase } from "./testing/database.ts";
import { migrateTo } from "./testing/migrate-to.ts";

test("requests from before subtotals existed are in them", async () => {
  const { url } = await createTestDatabase({ template: "template0" });
  await migrateTo(url, "0075_open_grants");
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`
    insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, resource, amount, currency,
      owner_id, owner_epoch, policy_version, rule_ids, approvals_required, grant_ttl_seconds, created_at, expires_at)
    select 'req_' || n, 'agt_1', 'key', n::text, '\\x00', (array['allowed', 'pending', 'denied'])[n], '{}', 'refund.create', '', null, 5, 'USD',
      'per_1', 1, 1, '{}', 1, 300, now(), now() from generate_series(1, 3) n`;
  await sql.end();

  await migrate(url);
  const today = postgres(url, { max: 1, onnotice: () => {} });
  const rows =
    await today`select owner_id, action_type, currency, state, count, sum::float from subtotal_changes order by state`;
  await today.end();
  const counted = { owner_id: "per_1", action_type: "refund.create", currency: "USD", count: 1, sum: 5 };
  expect(rows).toEqual([
    { ...counted, state: "allowed" },
    { ...counted, owner_id: null, action_type: "", currency: "", sum: 0, state: "denied" },
    { ...counted, state: "pending" },
  ]);
});
