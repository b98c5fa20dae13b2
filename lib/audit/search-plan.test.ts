import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { idRange } from "./filter.ts";
import { explainSearch } from "./testing/explain.ts";
import { fillEvents } from "./testing/fill-events.ts";

// `npm run bench -- --scale` measures three million events: a page's cost must not depend on the
// number of rows.
const { db } = await createTestDatabase();
await fillEvents(db, 40_000);
const everything = idRange({});

test.each([
  ["no filter", {}, {}],
  ["no filter, at the far end", {}, { before: "evt_00000000000000000000000100" }],
  ["a person", { person: "per_5" }, {}],
  ["a person, at the far end", { person: "per_5" }, { before: "evt_00000000000000000000010000" }],
  ["an unknown person", { person: "per_x" }, {}],
  ["an agent", { agent: "agt_7" }, {}],
  ["a request", { request: "req_5000" }, {}],
  ["a type", { type: "grant.redeemed" }, {}],
  ["an hour", { from: new Date("2026-01-01T05:00Z"), to: new Date("2026-01-01T06:00Z") }, {}],
])("a page costs some index look-ups, never a scan of the table: %s", async (_, filter, cursor) => {
  const { nodes, blocks } = await explainSearch(db, filter, { ...everything, ...idRange(filter, cursor) });
  expect(nodes.filter((name) => name === "Seq Scan")).toEqual([]);
  expect(blocks).toBeLessThan(500);
});

test("the index on actors holds the events of people, and not the many of agents", async () => {
  const [row] = await db.$client<{ people: number; all: number }[]>`
    select (select reltuples from pg_class where relname = 'audit_events_actor') as people,
      (select reltuples from pg_class where relname = 'audit_events_person') as all`;
  expect(row?.all).toBe(40_000);
  // A third of the events, as PostgreSQL estimates from a sample.
  expect(row?.people).toBeGreaterThan(12_000);
  expect(row?.people).toBeLessThan(15_000);
});

test("the newest events are vacuumed after each 10,000, not after a fifth of all, so that their counts read an index alone", async () => {
  const [row] = await db.$client`select reloptions from pg_class where relname = 'audit_events'`;
  expect(row?.reloptions).toEqual([
    "autovacuum_vacuum_insert_scale_factor=0",
    "autovacuum_vacuum_insert_threshold=10000",
  ]);
});
