import { asc, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";

/** The labels that agents have, in alphabetical order. */
export async function listLabels(db: Database): Promise<string[]> {
  const label = sql<string>`unnest(${agents.labels})`;
  const rows = await db.selectDistinct({ label }).from(agents).orderBy(asc(label));
  return rows.map((row) => row.label);
}
