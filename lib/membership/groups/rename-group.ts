import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { lockGroup } from "./lock-group.ts";
import { updateNames } from "./store-group.ts";

/** Rules name a group by its id. For admins. @throws {CountersignError} `not_found`, `conflict` */
export async function renameGroup(
  db: Database,
  { actor, groupId, name, now }: { actor: Viewer; groupId: string; name: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const before = await lockGroup(tx, groupId);
    if (before.name === name) return;
    await updateNames(tx, groupId, { name });
    const data = { from: before.name, to: name };
    await recordAudit(tx, { type: "group.renamed", actor, subject: { group: groupId }, data }, now);
  });
}
