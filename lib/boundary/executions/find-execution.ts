import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Raw } from "#db/raw";
import type { Role } from "#db/schema/directory";
import type { ExecutionFinding } from "#db/schema/executions";
import type { ReportRow } from "./report-execution.ts";
import { viewerResolves } from "./resolvers.ts";

/** What became of a redeemed action. `error` is the agent's word: untrusted. */
export interface ExecutionView extends Omit<ReportRow, "requestId" | "grantId"> {
  resolution: { finding: ExecutionFinding; note: string; by: string; at: Date } | null;
  mayResolve: boolean;
}

/** The outcome of a redeemed action; undefined where no report is due. The caller checks access. */
export async function findExecution(
  db: Database,
  viewer: { personId: string; roles: readonly Role[] },
  requestId: string,
): Promise<ExecutionView | undefined> {
  const [row] = await db.execute<Raw<ExecutionView>>(sql`
    select x.state, x.started_at as "startedAt", x.due_at as "dueAt", x.reported_at as "reportedAt", x.duration_ms as "durationMs",
      x.result_sha256 as "resultSha256", x.error,
      case when x.resolved_at is not null then json_build_object('finding', x.finding, 'note', x.note, 'by', p.name, 'at', x.resolved_at) end as resolution,
      x.state = 'uncertain' and x.resolved_at is null and ${viewerResolves(viewer)} as "mayResolve"
    from executions x join agents a on a.id = x.agent_id left join people p on p.id = x.resolved_by
    where x.request_id = ${requestId}`);
  if (!row) return undefined;
  const { startedAt, dueAt, reportedAt, resolution } = row;
  return {
    ...row,
    startedAt: new Date(startedAt),
    dueAt: new Date(dueAt),
    reportedAt: reportedAt === null ? null : new Date(reportedAt),
    resolution: resolution && { ...resolution, at: new Date(resolution.at) },
  };
}
