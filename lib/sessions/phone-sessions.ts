import { eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { sessions } from "#db/schema/auth";
import { workspace } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { changePhoneSessionDays } from "#lib/workspace/change-workspace";
import { recentSignInSeconds } from "./recent-sign-in.ts";
import { requireRole } from "./require-role.ts";
import type { Viewer } from "./session.ts";

/** How many days a phone session may last without use. 0: no phone sessions. */
export const phoneSessionBounds = { min: 0, max: 90 } as const;

/**
 * Changes how long unused phone sessions last. For admins. A shorter time applies to existing
 * sessions.
 * @throws {CountersignError} `not_found`, `invalid_input`; `conflict` for a longer time without the
 * actor's passkey confirmation
 */
export async function changePhoneSessions(
  db: Database,
  change: {
    actor: Viewer;
    days: number;
    /** The previous setting, as confirmed by the actor's passkey; undefined for a session alone. */
    confirmedFrom?: number | undefined;
    now: Date;
  },
): Promise<void> {
  const { actor, days, confirmedFrom, now } = change;
  requireRole(actor, "admin");
  refuseOutside(days);
  await db.transaction(async (tx) => {
    // The locked row decides: another admin may change it now.
    const [row] = await tx.select({ days: workspace.phoneSessionDays }).from(workspace).for("no key update");
    if (!row || row.days === days) return;
    const isAllowed = confirmedFrom === undefined ? days < row.days : confirmedFrom === row.days;
    if (!isAllowed)
      throw new CountersignError("conflict", `phone sessions last ${row.days} days`, {
        userMessage: "The length of phone sessions was changed by someone else. Reload and try again.",
      });
    await changePhoneSessionDays(tx, days);
    await shortenSessions(tx, days);
    const data = { phone_session_days: days };
    await recordAudit(tx, { type: "workspace.settings_changed", actor, subject: {}, data }, now);
  });
}

async function shortenSessions(tx: Transaction, days: number): Promise<void> {
  const since = sql`${sessions.lastUsedAt} + make_interval(days => ${days}::int)`;
  const recent = sql`${sessions.createdAt} + make_interval(secs => ${recentSignInSeconds}::int)`;
  await tx
    .update(sessions)
    .set({ expires: sql`least(${sessions.expires}, greatest(${since}, ${recent}))` })
    .where(eq(sessions.isDevice, true));
}

function refuseOutside(days: number): void {
  const { min, max } = phoneSessionBounds;
  if (Number.isInteger(days) && days >= min && days <= max) return;
  throw new CountersignError("invalid_input", `phone sessions of ${days} days`, {
    userMessage: `Enter a whole number of days from ${min} to ${max}.`,
  });
}
