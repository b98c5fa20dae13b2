import type { Database } from "#db/client";
import { table } from "../table.ts";
import { fill, type Size } from "./fill.ts";
import { pages } from "./pages.ts";
import { explainPage } from "./statements.ts";

const repetitions = 5;

/**
 * Fills an empty database and measures every page's statements.
 * @returns the table as Markdown.
 */
export async function measurePages(db: Database, size: Size): Promise<string> {
  await fill(db, size);
  const rows: string[][] = [];
  for (const [name, run] of pages(db, new Date())) {
    await run();
    const startedAt = performance.now();
    for (let n = 0; n < repetitions; n++) await run();
    const milliseconds = (performance.now() - startedAt) / repetitions;
    const statements = await explainPage(db, run);
    const [slowest] = [...statements].sort((a, b) => b.milliseconds - a.milliseconds);
    rows.push([
      name,
      milliseconds.toFixed(1),
      String(statements.length),
      String(statements.reduce((sum, { blocks }) => sum + blocks, 0)),
      slowest ? `${slowest.milliseconds.toFixed(1)} ms, ${slowest.worstNode}` : "",
    ]);
  }
  return table(["Page", "ms", "statements", "blocks", "slowest statement, its worst node"], rows);
}
