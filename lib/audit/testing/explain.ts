import type { Database } from "#db/client";
import type { AuditFilter, IdRange } from "../filter.ts";
import { eventsQuery } from "../select-events.ts";

interface PlanNode {
  "Node Type": string;
  "Index Name"?: string;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: PlanNode[];
}

/** How PostgreSQL answered one page of a search: the names of the plan's nodes, and the 8 KiB blocks it looked at. */
export async function explainSearch(db: Database, filter: AuditFilter, range: IdRange) {
  const query = eventsQuery(db.$client, filter, { ...range, order: "desc", limit: 51 });
  const [row] = await db.$client<{ "QUERY PLAN": [{ Plan: PlanNode }] }[]>`
    explain (analyze, buffers, format json) ${query}`;
  if (!row) throw new Error("explain answered nothing");
  const plan = row["QUERY PLAN"][0].Plan;
  return { nodes: namesOf(plan), blocks: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] };
}

function namesOf(node: PlanNode): string[] {
  const name = node["Index Name"] ? `${node["Node Type"]} on ${node["Index Name"]}` : node["Node Type"];
  return [name, ...(node.Plans ?? []).flatMap(namesOf)];
}
