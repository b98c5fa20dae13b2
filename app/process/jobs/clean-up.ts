import type { Database } from "#db/client";
import { deleteExpiredWorkloadKeys } from "#lib/agents/keys/delete-workload-keys";
import { deleteExpiries } from "#lib/expiries/expiries";
import { addSeconds } from "#lib/kernel/clock";
import { deleteOldCounters } from "#lib/limits/take";
import { deleteOldDeliveries } from "#lib/notifications/deliveries/withdraw-queued";
import { deleteOldReminders } from "#lib/notifications/reminders/take-due";
import { deleteExpiredChallenges } from "#lib/passkeys/issue-challenge";
import { deleteReplays } from "#lib/policy/replay/running-replay";
import { clearExpiredSecrets } from "#lib/proposals/clear-secrets";
import { deleteExpiredAttempts } from "#lib/provisioning/sso/attempts";
import { deleteUsedTokens } from "#lib/provisioning/workloads/verify-token";
import { deleteExpiredSessions } from "#lib/sessions/delete-expired-sessions";

const graceSeconds = 3600;
const deliveryLogDays = 90;
/** Longer than any key, token or review period lasts. */
const reminderDays = 500;

/** Deletes expired rows and secrets. No query reads them, since every look-up checks the time. */
export async function cleanUp(db: Database, now: Date): Promise<void> {
  const past = addSeconds(now, -graceSeconds);
  const yesterday = addSeconds(now, -24 * 3600);
  await deleteExpiredChallenges(db, past);
  await deleteExpiredSessions(db, past);
  await deleteExpiredAttempts(db, past);
  await clearExpiredSecrets(db, past);
  await deleteExpiredWorkloadKeys(db, past);
  await deleteUsedTokens(db, past);
  await deleteOldCounters(db, yesterday);
  await deleteReplays(db, addSeconds(now, -7 * 24 * 3600));
  await deleteExpiries(db, yesterday);
  await deleteOldReminders(db, addSeconds(now, -reminderDays * 24 * 3600));
  await deleteOldDeliveries(db, { until: addSeconds(now, -deliveryLogDays * 24 * 3600), now });
}
