// Measures what the coverage page reads, over a million requests of 90 days: `npx tsx
// bench/coverage.ts postgres://.../an_empty_database`.
import { openDatabase } from "#db/client";
import { migrate } from "#db/migrate";
import { measures } from "#lib/coverage/measures";
import { readCoverage } from "#lib/coverage/read-coverage";
import { fillRequests } from "#lib/coverage/testing/fill-requests";
import { coverageWindow } from "#lib/coverage/window";

const [url] = process.argv.slice(2);
if (!url) throw new Error("name an empty database to fill");
await migrate(url);
const db = openDatabase(url, { connections: 1 });
const sql = db.$client;
const now = new Date();
await fillRequests(db, { count: 1_000_000, now });

const viewer = { personId: "per_1", name: "", email: "", roles: ["auditor" as const], sessionHash: "none" };
for (const days of [30, 90] as const) {
  const window = coverageWindow({ days, keyAgeDays: 90, now });
  for (const [name, measure] of Object.entries(measures)) {
    const { sql: text, params } = measure.query(window);
    await report(`${days} days: ${name}`, () => sql.unsafe(text, params));
  }
  await report(`${days} days: the whole page`, () => readCoverage(db, { viewer, window }));
}
await sql.end();

async function report(name: string, run: () => Promise<unknown>): Promise<void> {
  await run();
  const startedAt = performance.now();
  for (let n = 0; n < 5; n++) await run();
  const milliseconds = (performance.now() - startedAt) / 5;
  if (milliseconds > 1 || name.endsWith("page"))
    console.log(`${name.padEnd(36)} ${milliseconds.toFixed(1).padStart(8)} ms`);
}
