import postgres from "postgres";
import { expect, test } from "vitest";
import { migrate } from "./migrate.ts";
import { createTestDatabase } from "./testing/database.ts";
import { migrateTo } from "./testing/migrate-to.ts";

const added = "2026-11-01T10:00:00.123Z";
const earlier = "2026-11-01T09:50:00Z";

test("an old key gets the person who added it or issued its code, and no one if that is uncertain", async () => {
  const { url } = await createTestDatabase({ template: "template0" });
  await migrateTo(url, "0036_proposals");
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`insert into people (id, name, email, roles, status, created_at)
    values ('per_a', 'Ada', 'ada@example.com', '{admin}', 'active', ${earlier})`;
  for (const agent of ["agt_pasted", "agt_coded", "agt_twice", "agt_unknown"])
    await sql`insert into agents (id, name, owner_id, status, created_by, created_at)
      values (${agent}, ${agent}, 'per_a', 'active', 'per_a', ${earlier})`;
  const keyOf = (agent: string) => agent.replace("agt", "key");
  for (const agent of ["agt_pasted", "agt_coded", "agt_twice", "agt_unknown"])
    await sql`insert into agent_keys (id, agent_id, algorithm, public_key, created_at, expires_at)
      values (${keyOf(agent)}, ${agent}, 'ed25519', '\\x00', ${added}, '2027-11-01T10:00:00Z')`;
  const codes: [string, string, string, string | null][] = [
    ["used", "agt_coded", "per_issuer", added],
    ["unused", "agt_unknown", "per_issuer", null],
    ["used-before", "agt_unknown", "per_issuer", earlier],
    ["one", "agt_twice", "per_issuer", added],
    ["other", "agt_twice", "per_other", added],
  ];
  for (const [hash, agent, by, usedAt] of codes)
    await sql`insert into agent_enrolment_codes (code_hash, agent_id, created_by, created_at, expires_at, used_at)
      values (${hash}, ${agent}, ${by}, ${earlier}, ${added}, ${usedAt})`;
  const events = [
    ["evt_1", "agt_pasted", "person", "per_paster"],
    ["evt_2", "agt_coded", "agent", "agt_coded"],
  ] as const;
  for (const [id, agent, type, actor] of events) {
    const body = JSON.stringify({
      actor: { type, id: actor },
      subject: { agent, key: keyOf(agent) },
    });
    await sql`insert into audit_events (id, at, type, actor_id, agent_id, body)
      values (${id}, ${added}, 'agent_key.added', ${actor}, ${agent}, ${Buffer.from(body)})`;
  }
  await sql.end();

  await migrate(url);
  const today = postgres(url, { max: 1, onnotice: () => {} });
  const rows = await today`select id, added_by from agent_keys order by id`;
  await today.end();
  expect(rows.map((row) => [row.id, row.added_by])).toEqual([
    ["key_coded", "per_issuer"],
    ["key_pasted", "per_paster"],
    ["key_twice", null],
    ["key_unknown", null],
  ]);
});
