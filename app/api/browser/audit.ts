import { Readable } from "node:stream";
import { Hono } from "hono";
import { checked } from "#app/api/edge/body";
import { download } from "#app/api/edge/download";
import { viewerOf } from "#app/api/edge/session-cookie";
import { fromStandby } from "#app/runtime/from-standby";
import { runtime } from "#app/runtime/runtime";
import { auditQuerySchema } from "#app/web/query/audit-query";
import { exportAudit, exportAuditAsCsv } from "#lib/audit/export";
import { requireRole } from "#lib/sessions/require-role";

export const audit = new Hono();

const formats = {
  "/api/audit.jsonl": { type: "application/jsonl; charset=utf-8", read: exportAudit },
  "/api/audit.csv": { type: "text/csv; charset=utf-8; header=present", read: exportAuditAsCsv },
};

/** The audit events that match the filters of the audit page, as JSON Lines or CSV. */
for (const [path, { type, read }] of Object.entries(formats))
  audit.get(path, async (c) => {
    requireRole(await viewerOf(c), "auditor", "admin");
    const filter = checked(auditQuerySchema, c.req.query());
    const now = runtime().clock();
    const bytes = Readable.from(read(fromStandby, filter, now), { objectMode: false });
    const name = `audit-${now.toISOString().slice(0, 10)}${path.slice(path.indexOf("."))}`;
    return download(c, Readable.toWeb(bytes) as ReadableStream<Uint8Array<ArrayBuffer>>, { name, type });
  });
