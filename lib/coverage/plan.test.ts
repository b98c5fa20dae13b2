import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { explainText } from "#db/testing/explain";
import { addSeconds } from "#lib/kernel/clock";
import { measures } from "./measures.ts";
import { qualityQuery } from "./read-human-quality.ts";
import { loadQuery } from "./read-load.ts";
import { fillRequests } from "./testing/fill-requests.ts";
import { coverageWindow } from "./window.ts";

// `npm run bench -- --scale` measures a million requests. Here just enough for a table scan to be
// more expensive: the window has the last five of the ninety days.
const now = new Date();
const { db } = await createTestDatabase();
await fillRequests(db, { count: 30_000, now: addSeconds(now, -25 * 86_400) });
const month = coverageWindow({ days: 30, keyAgeDays: 90, now });
const big = ["requests", "audit_events", "grants"];

test.each(Object.entries(measures))("no figure reads all requests or all events: %s", async (_, measure) => {
  const { sql, params } = measure.query(month);
  if (!big.some((table) => sql.includes(`from ${table}`))) return;
  const { nodes } = await explainText(db, sql, params);
  expect(nodes.filter((name) => name === "Seq Scan")).toEqual([]);
  // Does not check the number of blocks: whether an index alone is enough depends on when the table
  // was last vacuumed.
  expect(nodes.join()).toMatch(
    /on (audit_events_type|requests_(by_default|unchecked_by_id|decided|monitored))/,
  );
});

test("how people decide is read from the decisions in the window, not from all requests", async () => {
  const { sql, params } = qualityQuery(month, ["europe/berlin"]);
  const { nodes, blocks } = await explainText(db, sql, params);
  expect(nodes.join()).toMatch(/on approvals_pkey/);
  expect(nodes.join()).toMatch(/Index Scan on requests_pkey/);
  expect(blocks).toBeLessThan(3000);
});

test("how often people are asked is read from the newest requests that needed people", async () => {
  const { sql, params } = loadQuery(month, ["europe/berlin"]);
  const { nodes, blocks } = await explainText(db, sql, params);
  expect(nodes.join()).toMatch(/on requests_closed/);
  expect(blocks).toBeLessThan(20_000);
});
