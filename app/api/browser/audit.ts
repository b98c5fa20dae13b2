import { Readable } from "node:stream";
import { Hono } from "hono";
import { checked } from "#app/api/edge/body";
import { viewerOf } from "#app/api/edge/session-cookie";
import { runtime } from "#app/process/runtime";
import { auditQuerySchema } from "#app/web/query/audit-query";
import { exportAudit } from "#lib/audit/export";
import { requireRole } from "#lib/sessions/require-role";

export const audit = new Hono();

/**
 * The audit events that match, as JSON Lines, for auditors and admins. Takes the filters of the
 * audit page.
 */
audit.get("/api/audit.jsonl", async (c) => {
  const { db, clock } = runtime();
  requireRole(await viewerOf(c), "auditor", "admin");
  const filter = checked(auditQuerySchema, c.req.query());
  const now = clock();
  const lines = Readable.from(exportAudit(db, filter, now), { objectMode: false });
  return c.body(Readable.toWeb(lines) as ReadableStream<Uint8Array<ArrayBuffer>>, 200, {
    "content-type": "application/jsonl; charset=utf-8",
    "content-disposition": `attachment; filename="audit-${now.toISOString().slice(0, 10)}.jsonl"`,
    "cache-control": "private, no-store",
  });
});
