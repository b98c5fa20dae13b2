import { and, asc, desc, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { tools } from "#db/schema/agents";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

const shown = columnsOf(tools, "id", "name", "audience", "algorithm", "createdAt", "expiresAt", "revokedAt");

export type ToolView = Pick<typeof tools.$inferSelect, keyof typeof shown>;

/** Tool keys by audience, newest first. For admins and auditors. @throws {CountersignError} `not_found` */
export async function listTools(db: Database, { viewer }: { viewer: Viewer }): Promise<ToolView[]> {
  requireRole(viewer, "admin", "auditor");
  return db.select(shown).from(tools).orderBy(asc(tools.audience), desc(tools.id));
}

/** Revokes a tool's key. For admins. @throws {CountersignError} `not_found`, also if revoked */
export async function revokeTool(
  db: Database,
  { actor, toolId, now }: { actor: Viewer; toolId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const revoked = await tx
      .update(tools)
      .set({ revokedAt: now })
      .where(and(eq(tools.id, toolId), isNull(tools.revokedAt)))
      .returning({ id: tools.id });
    if (revoked.length === 0)
      throw new CountersignError("not_found", "no live tool with this id", {
        userMessage: "This tool doesn't exist or was already revoked. Reload the page.",
      });
    await recordAudit(tx, { type: "tool.revoked", actor, subject: { tool: toolId } }, now);
  });
}
