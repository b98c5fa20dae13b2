import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { type AuditFact, auditRow, recordAudit } from "./record.ts";

const { db } = await createTestDatabase();
const now = new Date("2026-11-24T12:00:00.000Z");
await recordAudit(db, { type: "session.started", actor: { type: "person", id: "per_1" }, subject: {} }, now);

test.each([
  ["update", "update audit_events set type = 'session.ended'"],
  ["update of nothing", "update audit_events set type = 'session.ended' where false"],
  ["delete", "delete from audit_events"],
  ["truncate", "truncate audit_events"],
  ["truncate by cascade", "truncate audit_events cascade"],
])("the database itself refuses to change recorded events: %s", async (_, statement) => {
  await expect(db.$client.unsafe(statement)).rejects.toThrow("audit_events is append-only");
  const stored = await db.$client`select type from audit_events`;
  expect(stored).toEqual([{ type: "session.started" }]);
});

test.each([
  ["audit_events", "id"],
  ["approvals", "id"],
  ["policy_versions", "version"],
  ["attestations", "id"],
  ["acceptances", "id"],
  ["void_approvals", "approval_id"],
  ["request_edits", "request_id"],
])("the database itself refuses to change or remove rows of %s", async (table, column) => {
  const refusal = `${table} is append-only`;
  for (const change of [
    `update ${table} set ${column} = ${column} where false`,
    `delete from ${table} where false`,
  ])
    await expect(db.$client.unsafe(change), change).rejects.toThrow(refusal);
  await expect(db.$client.unsafe(`truncate ${table} cascade`)).rejects.toThrow(/is append-only|cannot be/);
});

test.each(["requests", "agents"])("the database itself refuses to remove rows of %s", async (table) => {
  const refusal = `${table} is append-only`;
  await expect(db.$client.unsafe(`delete from ${table} where false`)).rejects.toThrow(refusal);
  await expect(db.$client.unsafe(`truncate ${table} cascade`)).rejects.toThrow("append-only");
});

test("an event over 65,535 bytes is refused by the verb and by the database", async () => {
  const fact = { type: "session.started", actor: { type: "person", id: "per_1" }, subject: {} } as const;
  await expect(recordAudit(db, { ...fact, data: { long: "x".repeat(65_535) } }, now)).rejects.toThrow(
    "65535",
  );
  await expect(
    db.$client`insert into audit_events (id, at, type, actor_id, body) values ('evt_x', now(), 'x', 'x', ${Buffer.alloc(65_536)})`,
  ).rejects.toThrow("audit_events_size");
});

test("an event about a kind that is not listed is refused before it is stored", () => {
  const subject = { person: "per_1", eventSource: "evs_1" };
  const fact: AuditFact = { type: "session.started", actor: { type: "person", id: "per_1" }, subject };
  expect(() => auditRow(fact, now)).toThrow("unknown kind: eventSource");
});
