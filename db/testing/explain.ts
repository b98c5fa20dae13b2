import type postgres from "postgres";
import type { Database } from "../client.ts";

interface PlanNode {
  "Node Type": string;
  "Index Name"?: string;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: PlanNode[];
}

/**
 * PostgreSQL's plan for a query: the names of the plan's nodes, and the number of 8 KiB blocks
 * read.
 */
export async function explain<T extends readonly postgres.MaybeRow[]>(
  db: Database,
  query: postgres.PendingQuery<T>,
): Promise<{ nodes: string[]; blocks: number }> {
  return read(await db.$client<Answer>`explain (analyze, buffers, format json) ${query}`);
}

/** {@link explain} for a statement as text, with its values. */
export async function explainText(
  db: Database,
  sql: string,
  params: (string | number)[],
): Promise<{ nodes: string[]; blocks: number }> {
  return read(await db.$client.unsafe<Answer>(`explain (analyze, buffers, format json) ${sql}`, params));
}

type Answer = { "QUERY PLAN": [{ Plan: PlanNode }] }[];

function read([row]: Answer): { nodes: string[]; blocks: number } {
  if (!row) throw new Error("explain answered nothing");
  const plan = row["QUERY PLAN"][0].Plan;
  return { nodes: namesOf(plan), blocks: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] };
}

function namesOf(node: PlanNode): string[] {
  const name = node["Index Name"] ? `${node["Node Type"]} on ${node["Index Name"]}` : node["Node Type"];
  return [name, ...(node.Plans ?? []).flatMap(namesOf)];
}
