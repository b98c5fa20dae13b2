import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { type AuditFact, recordAudits } from "./record.ts";

const { db } = await createTestDatabase();
const now = new Date("2026-11-24T12:00:00.000Z");

function fact(n: number): AuditFact {
  const actor = { type: "system", id: "test" } as const;
  return { type: "request.cancelled", actor, subject: { request: `req_${n}` }, data: { n, text: 'ä"\\{},' } };
}

test("many events are written completely, in a handful of statements", async () => {
  let statements = 0;
  await db.transaction(async (tx) => {
    const execute = tx.execute.bind(tx);
    tx.execute = ((query) => {
      statements++;
      return execute(query);
    }) as typeof tx.execute;
    await recordAudits(
      tx,
      Array.from({ length: 2500 }, (_, n) => fact(n)),
      now,
    );
  });
  expect(statements).toBe(3);
  const rows = await db.$client`
    select request_id, person_id, agent_id, at, convert_from(body, 'UTF8')::json as body from audit_events`;
  expect(rows).toHaveLength(2500);
  for (const row of rows) {
    expect(row).toMatchObject({ person_id: null, agent_id: null, request_id: row.body.subject.request });
    expect(row.body).toMatchObject({ at: now.toISOString(), data: { text: 'ä"\\{},' } });
  }
  expect(new Set(rows.map((row) => row.body.data.n)).size).toBe(2500);
});

test("no event is written when one is too large, and an empty list sends no statement", async () => {
  const before = await db.$client`select count(*) from audit_events`;
  const large = { ...fact(1), data: { text: "x".repeat(65_535) } };
  await expect(recordAudits(db, [fact(0), large], now)).rejects.toThrow("65535");
  await recordAudits(db, [], now);
  expect(await db.$client`select count(*) from audit_events`).toEqual(before);
});
