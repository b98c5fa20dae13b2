import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import type { CountersignError } from "#lib/kernel/errors";
import { lockPolicyVersion } from "#lib/policy/versions/insert-version";
import { reevaluatePending } from "#lib/publishing/reevaluate";

/**
 * Records a refused approval. If a newer policy blocks or requires more, the request was made
 * during the publication: the policy is applied to it now.
 */
export async function recordRefusal(
  db: Database,
  { requestId, personId, now }: { requestId: string; personId: string; now: Date },
  { code }: CountersignError,
): Promise<void> {
  await db.transaction(async (tx) => {
    const isOutdated = code === "request_changed" || code === "blocked_by_policy";
    if (isOutdated) {
      const version = await lockPolicyVersion(tx);
      await reevaluatePending(tx, { version, now });
      // An ask evaluated with labels changed at the same moment already has the live version.
      await reevaluatePending(tx, { version, requestId, now });
    }
    await recordAudit(
      tx,
      { type: "approval.refused", actor: { personId }, subject: { request: requestId }, data: { code } },
      now,
    );
  });
}
