import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { csvHeader, exportAudit, exportAuditAsCsv } from "./export.ts";
import { recordAudit } from "./record.ts";
import { fillEvents } from "./testing/fill-events.ts";

const { db } = await createTestDatabase();
const start = new Date("2026-11-24T12:00:00.000Z");
const actor = { type: "person", id: "per_é" } as const;

async function lines(filter: Parameters<typeof exportAudit>[1], now: Date): Promise<string[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of exportAudit((load) => load(db), filter, now)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8").split("\n").slice(0, -1);
}

test("each line is the exact stored bytes of an event, oldest first, without duplicates", async () => {
  await fillEvents(db, 2500);
  await recordAudit(db, { type: "session.started", actor, subject: {} }, start);
  const stored = await db.$client<{ body: Uint8Array }[]>`select body from audit_events order by id`;
  expect(await lines({}, addSeconds(start, 1))).toEqual(
    stored.map(({ body }) => Buffer.from(body).toString("utf8")),
  );
});

test("an export ends at the moment it began, and applies its filter", async () => {
  await recordAudit(db, { type: "session.ended", actor, subject: {} }, addSeconds(start, 5));
  await recordAudit(db, { type: "session.started", actor, subject: {} }, addSeconds(start, 50));
  const types = (await lines({ person: "per_é" }, addSeconds(start, 10))).map(
    (line) => JSON.parse(line).type,
  );
  expect(types).toEqual(["session.started", "session.ended"]);
  const ended = await lines(
    { person: "per_é", from: addSeconds(start, 1), to: addSeconds(start, 6) },
    addSeconds(start, 99),
  );
  expect(ended).toHaveLength(1);
});

test("an export as CSV has a header, then a row for each event of the filter, oldest first", async () => {
  const chunks: string[] = [];
  for await (const chunk of exportAuditAsCsv((load) => load(db), { person: "per_é" }, addSeconds(start, 10)))
    chunks.push(Buffer.from(chunk).toString("utf8"));
  const [, first, second] = chunks.join("").split("\r\n");
  expect(chunks[0]).toBe(csvHeader);
  expect(chunks.join("").split("\r\n")).toHaveLength(4);
  expect([first, second]).toEqual([
    expect.stringContaining('"session.started"'),
    expect.stringContaining('"session.ended"'),
  ]);
});
