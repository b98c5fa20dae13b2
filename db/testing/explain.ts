import type postgres from "postgres";
import type { Database } from "../client.ts";

interface PlanNode {
  "Node Type": string;
  "Index Name"?: string;
  "Subplan Name"?: string;
  "Plan Rows": number;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: PlanNode[];
}

export interface Explained {
  /** The names of the plan's nodes. */
  nodes: string[];
  /** The number of rows that the planner expects of each node. */
  estimatedRows: number[];
  /** The number of 8 KiB blocks read. */
  blocks: number;
  /**
   * The blocks of each subplan, such as `CTE name`. PostgreSQL runs a writing CTE to which nothing
   * refers after the query, and does not count it in `blocks`.
   */
  blocksOf: Map<string, number>;
}

/** PostgreSQL's plan for a query. */
export async function explain<T extends readonly postgres.MaybeRow[]>(
  db: Database,
  query: postgres.PendingQuery<T>,
): Promise<Explained> {
  return read(await db.$client<Answer>`explain (analyze, buffers, format json) ${query}`);
}

/** {@link explain} for a statement as text, with its values. */
export async function explainText(
  db: Database,
  sql: string,
  params: postgres.ParameterOrJSON<never>[],
): Promise<Explained> {
  return read(await db.$client.unsafe<Answer>(`explain (analyze, buffers, format json) ${sql}`, params));
}

type Answer = { "QUERY PLAN": [{ Plan: PlanNode }] }[];

function read([row]: Answer): Explained {
  if (!row) throw new Error("explain answered nothing");
  const plan = row["QUERY PLAN"][0].Plan;
  return {
    nodes: namesOf(plan),
    estimatedRows: estimatesOf(plan),
    blocks: blocksRead(plan),
    blocksOf: new Map(subplansOf(plan)),
  };
}

function blocksRead(node: PlanNode): number {
  return node["Shared Hit Blocks"] + node["Shared Read Blocks"];
}

function subplansOf(node: PlanNode): [string, number][] {
  const name = node["Subplan Name"];
  const own: [string, number][] = name === undefined ? [] : [[name, blocksRead(node)]];
  return [...own, ...(node.Plans ?? []).flatMap(subplansOf)];
}

function namesOf(node: PlanNode): string[] {
  const name = node["Index Name"] ? `${node["Node Type"]} on ${node["Index Name"]}` : node["Node Type"];
  return [name, ...(node.Plans ?? []).flatMap(namesOf)];
}

function estimatesOf(node: PlanNode): number[] {
  return [node["Plan Rows"], ...(node.Plans ?? []).flatMap(estimatesOf)];
}
