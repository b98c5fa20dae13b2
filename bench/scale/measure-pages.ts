import type { Database } from "#db/client";
import { median, percentile } from "../statistics.ts";
import { table } from "../table.ts";
import { pages } from "./pages.ts";
import { explainPage } from "./statements.ts";

const repetitions = 20;

/**
 * Measures the statements of every page on a filled database.
 * @returns the table as Markdown.
 */
export async function measurePages(db: Database): Promise<string> {
  const rows: string[][] = [];
  for (const [name, run] of pages(db, new Date())) {
    await run();
    const times: number[] = [];
    for (let n = 0; n < repetitions; n++) times.push(await millisecondsOf(run));
    const statements = await explainPage(db, run);
    const [slowest] = [...statements].sort((a, b) => b.milliseconds - a.milliseconds);
    rows.push([
      name,
      median(times).toFixed(1),
      percentile(times, 95).toFixed(1),
      String(statements.length),
      String(statements.reduce((sum, { blocks }) => sum + blocks, 0)),
      slowest ? `${slowest.milliseconds.toFixed(1)} ms, ${slowest.worstNode}` : "",
    ]);
  }
  return table(
    ["Page", "p50 ms", "p95 ms", "statements", "blocks", "slowest statement, its worst node"],
    rows,
  );
}

async function millisecondsOf(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}
