import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { workspace } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { requireAnotherAdmin } from "./require-another-admin.ts";

/**
 * From now on publishing a policy version takes two admins: one who proposes it, another who publishes it. Call it with the actor's
 * passkey confirmed.
 * @throws {CountersignError} `not_found` when the actor is no admin; `conflict` when there is no other active admin, or it takes two
 *   already.
 */
export async function requireSecondAdmin(
  db: Database,
  { actor, now }: { actor: Viewer; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const changed = await tx
      .update(workspace)
      .set({ publishNeedsSecondAdmin: true })
      .where(eq(workspace.publishNeedsSecondAdmin, false))
      .returning({ id: workspace.id });
    if (changed.length === 0)
      throw new CountersignError("conflict", "publishing takes two admins already", {
        userMessage: "Publishing takes two admins already. Reload the page.",
      });
    // After the workspace's row, which whoever publishes takes before the admins' rows too.
    await requireAnotherAdmin(tx, actor.personId).catch((cause) => {
      throw alone(cause);
    });
    const by = { type: "person" as const, id: actor.personId };
    const data = { publish_needs_second_admin: true };
    await recordAudit(tx, { type: "workspace.settings_changed", actor: by, subject: {}, data }, now);
  });
}

function alone(cause: unknown): unknown {
  if (!(cause instanceof CountersignError)) return cause;
  return new CountersignError("conflict", "there is no second admin", {
    userMessage:
      "You are the only active admin: nobody could publish anything. Make somebody else an admin first.",
    cause,
  });
}
