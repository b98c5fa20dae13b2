import { type Context, Hono } from "hono";
import { download } from "#app/api/edge/download";
import { openCall } from "#app/api/edge/session-cookie";
import { fromStandby } from "#app/runtime/from-standby";
import { runtime } from "#app/runtime/runtime";
import { readCoverageQuery } from "#app/web/query/coverage-query";
import { evidenceDocument } from "#lib/coverage/evidence";
import { queriesFile } from "#lib/coverage/queries-file";
import { type Coverage, readCoverage } from "#lib/coverage/read-coverage";
import { findWorkspace } from "#lib/workspace/find-workspace";

export const coverage = new Hono();

/** The control-evidence report as JSON: the figures of this moment, and the query behind each. */
coverage.get("/api/coverage/evidence.json", async (c) => {
  const { db, config } = runtime();
  const [taken, workspace] = await Promise.all([take(c), findWorkspace(db)]);
  const report = evidenceDocument(taken, { workspace: workspace?.name ?? "", origin: config.origin });
  return send(c, `${JSON.stringify(report, null, 2)}\n`, { as: "json", type: "application/json" });
});

/** The queries behind the figures, as a file for psql, for auditors and admins. */
coverage.get("/api/coverage/evidence.sql", async (c) =>
  send(c, queriesFile(await take(c)), { as: "sql", type: "application/sql" }),
);

async function take(c: Context): Promise<Coverage> {
  const { clock, viewer } = await openCall(c);
  const { window } = readCoverageQuery(c.req.query(), clock());
  return fromStandby((db) => readCoverage(db, { viewer, window }));
}

function send(c: Context, text: string, { as, type }: { as: string; type: string }): Response {
  const day = runtime().clock().toISOString().slice(0, 10);
  return download(c, text, { name: `control-evidence-${day}.${as}`, type: `${type}; charset=utf-8` });
}
