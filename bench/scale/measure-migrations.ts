import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "#db/client";
import { migrate } from "#db/migrate";
import { admitsThisVersion, nextRelease } from "#db/testing/next-release";
import type { Viewer } from "#lib/sessions/session";
import { askWhile } from "../replay.ts";
import type { RunningServer } from "../servers.ts";
import { median } from "../statistics.ts";
import { table } from "../table.ts";
import { BenchAgent } from "../workspace.ts";

const connections = 4;
/** Before and after each migration: most end within milliseconds. */
const quietMilliseconds = 1000;

/** A batch is a batch: more would take minutes, and show nothing else. */
const filled = 50_000;

/**
 * One of each form, on the table that every ask writes (bin/test/migrations/forms.ts).
 * @param last the ID of the last row to fill
 */
function formsUpTo(last: string): [form: string, ...statements: string[]][] {
  return [
    ["add a column", "ALTER TABLE requests ADD COLUMN bench_note text;"],
    ["add a column with a constant", "ALTER TABLE requests ADD COLUMN bench_count integer DEFAULT 7;"],
    [
      `fill a column of ${filled} rows, in batches`,
      `WITH batch AS (SELECT id FROM requests WHERE id > $1 AND id <= '${last}' ORDER BY id LIMIT $2), changed AS (
        UPDATE requests SET bench_note = action_type FROM batch WHERE requests.id = batch.id
      ) SELECT max(id) AS last FROM batch;`,
    ],
    [
      "add a check, not valid",
      "ALTER TABLE requests ADD CONSTRAINT bench_set CHECK (bench_count IS NOT NULL) NOT VALID;",
    ],
    ["validate a check", "ALTER TABLE requests VALIDATE CONSTRAINT bench_set;"],
    ["set a column not null", "ALTER TABLE requests ALTER COLUMN bench_count SET NOT NULL;"],
    ["set a default", "ALTER TABLE requests ALTER COLUMN bench_note SET DEFAULT 'none';"],
    [
      "add a foreign key, not valid",
      "ALTER TABLE requests ADD CONSTRAINT bench_agent FOREIGN KEY (agent_id) REFERENCES agents (id) NOT VALID;",
    ],
    ["validate a foreign key", "ALTER TABLE requests VALIDATE CONSTRAINT bench_agent;"],
    [
      "build an index",
      "DROP INDEX CONCURRENTLY IF EXISTS bench_index;",
      "CREATE UNIQUE INDEX CONCURRENTLY bench_index ON requests (bench_count, id);",
    ],
    [
      "use an index for a constraint",
      "ALTER TABLE requests ADD CONSTRAINT bench_unique UNIQUE USING INDEX bench_index;",
    ],
    [
      "add a trigger",
      "CREATE FUNCTION bench_trigger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;",
      "CREATE TRIGGER bench_trigger BEFORE INSERT ON requests FOR EACH ROW EXECUTE FUNCTION bench_trigger();",
    ],
  ];
}

/**
 * Runs a migration of each form while agents ask without a pause, and takes it back afterwards.
 * @param admin creates the agents, and owns them.
 * @returns the table as Markdown.
 */
export async function measureMigrations(
  { db, databaseUrl }: { db: Database; databaseUrl: string },
  server: RunningServer,
  admin: Viewer,
): Promise<string> {
  const agents = await Promise.all(Array.from({ length: connections }, () => BenchAgent.enroll(db, admin)));
  const rows: string[][] = [];
  const measure = async (form: string, act: () => Promise<void>) => {
    let seconds = 0;
    const busy = (async () => {
      await pause(quietMilliseconds);
      const began = performance.now();
      await act();
      seconds = (performance.now() - began) / 1000;
      await pause(quietMilliseconds);
    })();
    const asks = await askWhile(server.port, { agents }, connections, busy);
    await busy;
    rows.push([form, seconds.toFixed(2), median(asks).toFixed(1), Math.max(...asks).toFixed(0)]);
  };
  try {
    await measure("none, for 30 seconds", () => pause(30_000));
    const [row] = await db.$client`select id from requests order by id offset ${filled - 1} limit 1`;
    const forms = formsUpTo(row?.id);
    for (const n of forms.keys()) {
      const texts = forms
        .slice(0, n + 1)
        .map(([, ...statements]) => statements.join("\n--> statement-breakpoint\n"));
      const { folder, remove } = nextRelease(...texts.map((text) => admitsThisVersion + text));
      await measure(forms[n]?.[0] ?? "", () => migrate(databaseUrl, { folder }));
      remove();
    }
  } finally {
    await takeBack(db);
  }
  return table(["Migration, while 4 agents ask", "s", "ask p50 ms", "longest ask ms"], rows);
}

async function takeBack({ $client }: Database): Promise<void> {
  await $client.unsafe(`
    drop function if exists bench_trigger cascade;
    alter table requests drop constraint if exists bench_agent, drop column if exists bench_note,
      drop column if exists bench_count;
    delete from drizzle.__drizzle_migrations where created_at >= 9999999999990`);
}
