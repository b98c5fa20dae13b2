// Measures the audit search on a million events: `npx tsx bench/audit-search.ts
// postgres://.../an_empty_database`.
import { openDatabase } from "#db/client";
import { migrate } from "#db/migrate";
import { type AuditFilter, idRange } from "#lib/audit/filter";
import { searchAudit } from "#lib/audit/search";
import { explainSearch } from "#lib/audit/testing/explain";
import { fillEvents } from "#lib/audit/testing/fill-events";

const [url] = process.argv.slice(2);
if (!url) throw new Error("name an empty database to fill");
await migrate(url);
const db = openDatabase(url, { connections: 2 });
await fillEvents(db, 1_000_000);

const searches: [string, AuditFilter, string?][] = [
  ["newest", {}],
  ["oldest", {}, "evt_00000000000000000000000052"],
  ["person, newest", { person: "per_5" }],
  ["person, oldest", { person: "per_5" }, "evt_00000000000000000000010000"],
  ["agent", { agent: "agt_7" }],
  ["request", { request: "req_100000" }],
  ["type", { type: "grant.redeemed" }],
  ["person and type", { person: "per_5", type: "grant.redeemed" }],
  ["person and agent", { person: "per_5", agent: "agt_7" }],
];
const repetitions = 50;
for (const [name, filter, before] of searches) {
  const { blocks } = await explainSearch(db, filter, idRange(filter, { before }));
  const startedAt = performance.now();
  for (let n = 0; n < repetitions; n++) await searchAudit(db, filter, { before, limit: 50 });
  const milliseconds = (performance.now() - startedAt) / repetitions;
  console.log(
    `${name.padEnd(18)} ${milliseconds.toFixed(2).padStart(7)} ms ${String(blocks).padStart(6)} blocks`,
  );
}
await db.$client.end();
