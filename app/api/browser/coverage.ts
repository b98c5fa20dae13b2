import { Hono } from "hono";
import { viewerOf } from "#app/api/edge/session-cookie";
import { runtime } from "#app/process/runtime";
import { readCoverageQuery } from "#app/web/query/coverage-query";
import { evidenceDocument } from "#lib/coverage/evidence";
import { readCoverage } from "#lib/coverage/read-coverage";
import { findWorkspace } from "#lib/workspace/find-workspace";

export const coverage = new Hono();

/**
 * The control-evidence report as JSON, for auditors and admins: the figures of this moment, and the
 * query behind each.
 */
coverage.get("/api/coverage/evidence.json", async (c) => {
  const { db, clock, config } = runtime();
  const now = clock();
  const viewer = await viewerOf(c);
  const { window } = readCoverageQuery(c.req.query(), now);
  const [taken, workspace] = await Promise.all([readCoverage(db, { viewer, window }), findWorkspace(db)]);
  const report = evidenceDocument(taken, { workspace: workspace?.name ?? "", origin: config.origin });
  return c.body(`${JSON.stringify(report, null, 2)}\n`, 200, {
    "content-type": "application/json; charset=utf-8",
    "content-disposition": `attachment; filename="control-evidence-${now.toISOString().slice(0, 10)}.json"`,
    "cache-control": "private, no-store",
  });
});
