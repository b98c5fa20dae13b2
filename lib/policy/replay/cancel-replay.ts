import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { replays } from "#db/schema/policy";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/**
 * Cancels a replay. Its worker discards the current batch.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `conflict` once it ended
 */
export async function cancelReplay(
  db: Database,
  { actor, replayId, now }: { actor: Viewer; replayId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const ended = await db.transaction((tx) => endRunningReplay(tx, { actor, replayId, now }));
  if (!ended)
    throw new CountersignError("conflict", `replay ${replayId} does not run`, {
      userMessage: "This preview has already finished. Reload the page.",
    });
}

/** Ends the running replay, if any (only `replayId`, if given; only the actor's own with `ownOnly`). */
export async function endRunningReplay(
  tx: Transaction,
  { actor, replayId, ownOnly, now }: { actor: Viewer; replayId?: string; ownOnly?: boolean; now: Date },
): Promise<boolean> {
  const conditions = [
    ...(replayId === undefined ? [] : [eq(replays.id, replayId)]),
    ...(ownOnly ? [eq(replays.startedBy, actor.personId)] : []),
  ];
  const [ended] = await tx
    .update(replays)
    .set({ state: "cancelled", endedAt: now })
    .where(and(eq(replays.state, "running"), ...conditions))
    .returning({ id: replays.id, done: replays.done, draftDigest: replays.draftDigest });
  if (!ended) return false;
  await notify(tx, `replay/${ended.id}`);
  const by = { type: "person" as const, id: actor.personId };
  const data = { step: "cancelled", draft_digest: ended.draftDigest, requests: ended.done };
  await recordAudit(tx, { type: "policy.replayed", actor: by, subject: { replay: ended.id }, data }, now);
  return true;
}
