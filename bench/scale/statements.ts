import type postgres from "postgres";
import type { Database } from "#db/client";

/** One statement of a page, as PostgreSQL ran it. */
export interface Statement {
  text: string;
  milliseconds: number;
  /** Blocks of 8 KiB read, from the cache or the disk. */
  blocks: number;
  /** The plan's node with the most time of its own. */
  worstNode: string;
}

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Total Time": number;
  "Actual Loops": number;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: PlanNode[];
}

/** Runs a page, and then each of its statements again with `explain analyze`. */
export async function explainPage(db: Database, run: () => Promise<unknown>): Promise<Statement[]> {
  const sent: { text: string; params: unknown[] }[] = [];
  const { options } = db.$client;
  const driver = options as { debug?: unknown };
  driver.debug = (_connection: number, text: string, params: unknown[]) => sent.push({ text, params });
  await run();
  driver.debug = undefined;
  const statements: Statement[] = [];
  for (const { text, params } of sent)
    if (/^\s*(select|with)\b/i.test(text)) statements.push(await explain(db, text, params));
  return statements;
}

async function explain(db: Database, text: string, params: unknown[]): Promise<Statement> {
  const [row] = await db.$client.unsafe<
    { "QUERY PLAN": [{ Plan: PlanNode; "Planning Time": number; "Execution Time": number }] }[]
  >(`explain (analyze, buffers, format json) ${text}`, params as postgres.ParameterOrJSON<never>[]);
  if (!row) throw new Error("explain answered nothing");
  const [{ Plan: plan, "Execution Time": execution, "Planning Time": planning }] = row["QUERY PLAN"];
  const [worst] = nodesOf(plan).sort((a, b) => b.own - a.own);
  return {
    text: text.replaceAll(/\s+/g, " ").trim(),
    milliseconds: execution + planning,
    blocks: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
    worstNode: worst?.name ?? "",
  };
}

function nodesOf(node: PlanNode): { name: string; own: number }[] {
  const children = node.Plans ?? [];
  const total = (each: PlanNode) => each["Actual Total Time"] * each["Actual Loops"];
  const own = total(node) - children.reduce((sum, child) => sum + total(child), 0);
  const place = node["Index Name"] ?? node["Relation Name"];
  const name = place ? `${node["Node Type"]} on ${place}` : node["Node Type"];
  return [{ name, own }, ...children.flatMap(nodesOf)];
}
