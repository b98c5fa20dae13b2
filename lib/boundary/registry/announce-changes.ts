import type { Transaction } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { announce } from "#lib/notices/announce";

/** Records changed tools, and notifies admins of held ones, without the server's words. */
export async function announceChanges(
  tx: Transaction,
  changes: { boundaryId: string; added: number; changed: number; gone: number; now: Date },
): Promise<void> {
  const { boundaryId, added, changed, gone, now } = changes;
  if (added + changed + gone === 0) return;
  const actor = { type: "boundary" as const, id: boundaryId };
  const subject = { boundary: boundaryId };
  await recordAudit(
    tx,
    { type: "boundary.tools_changed", actor, subject, data: { added, changed, gone } },
    now,
  );
  if (added + changed > 0) await announce(tx, { kind: "tools_held", now });
}
