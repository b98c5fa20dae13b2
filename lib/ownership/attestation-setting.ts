import { and, eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { workspace } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { realAgent } from "#lib/test-agents/conditions";
import { changeAttestationPeriods } from "#lib/workspace/change-workspace";

/** How often owners confirm ownership of their agents. */
interface Periods {
  days: number;
  graceDays: number;
}

/** No agent lapses before a full grace period after the last change. */
export interface AttestationSetting extends Periods {
  changedAt: Date | null;
}

/** The bounds of both, in days. */
export const attestationBounds = { days: { min: 1, max: 366 }, graceDays: { min: 1, max: 90 } } as const;

/** The workspace's setting. */
export async function findAttestationSetting(db: Database): Promise<AttestationSetting> {
  const [row] = await db.select({ ...periods, changedAt: workspace.attestationChangedAt }).from(workspace);
  return row ?? { days: 90, graceDays: 14, changedAt: null };
}

const periods = { days: workspace.attestationDays, graceDays: workspace.attestationGraceDays };

/**
 * Active agents that a change gives more time, as even a shorter period can: the grace period
 * starts again, also for an agent whose grace is nearly over.
 */
export async function countPostponed(
  db: Database | Transaction,
  { days, graceDays, now }: Periods & { now: Date },
): Promise<number> {
  const interval = (count: number) => sql`make_interval(days => ${count}::int)`;
  const at = sql`${now.toISOString()}::timestamptz`;
  const grace = sql`make_interval(days => ${workspace.attestationGraceDays})`;
  const before = sql`greatest(${agents.attestedAt} + make_interval(days => ${workspace.attestationDays}) + ${grace},
    ${workspace.attestationChangedAt} + ${grace})`;
  const after = sql`greatest(${agents.attestedAt} + ${interval(days + graceDays)}, ${at} + ${interval(graceDays)})`;
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(agents)
    .innerJoin(workspace, sql`true`)
    .where(and(eq(agents.status, "active"), realAgent(agents), sql`${after} > ${before}`));
  return row?.count ?? 0;
}

/** Whether a change lets agents go unconfirmed for longer, which takes a passkey. */
export async function isLooser(
  db: Database | Transaction,
  change: Periods & { before: Periods; now: Date },
): Promise<boolean> {
  const { days, graceDays, before } = change;
  if (days === before.days && graceDays === before.graceDays) return false;
  if (days > before.days || graceDays > before.graceDays) return true;
  return (await countPostponed(db, change)) > 0;
}

/**
 * Changes how often owners confirm ownership. For admins. The full grace period starts now, so the
 * change quarantines no agent. Saving the current setting changes nothing: it cannot restart the
 * grace period of overdue agents.
 * @throws {CountersignError} `not_found`, `invalid_input`; `conflict` for a looser setting without
 * the actor's passkey confirmation
 */
export async function changeAttestationSetting(
  db: Database,
  change: Periods & {
    actor: Viewer;
    /** As confirmed by a passkey; a session alone may only tighten the setting. */
    confirmedFrom?: Periods | undefined;
    now: Date;
  },
): Promise<void> {
  const { actor, days, graceDays, confirmedFrom, now } = change;
  requireRole(actor, "admin");
  refuseOutside("days", days);
  refuseOutside("graceDays", graceDays);
  await db.transaction(async (tx) => {
    // The locked row decides: another admin may change the setting now.
    const [before] = await tx.select(periods).from(workspace).for("no key update");
    if (!before || (before.days === days && before.graceDays === graceDays)) return;
    const isAllowed = confirmedFrom
      ? before.days === confirmedFrom.days && before.graceDays === confirmedFrom.graceDays
      : !(await isLooser(tx, { days, graceDays, before, now }));
    if (!isAllowed) throw changedMeanwhile(before);
    await changeAttestationPeriods(tx, { days, graceDays, now });
    const data = { attestation_days: days, attestation_grace_days: graceDays };
    await recordAudit(tx, { type: "workspace.settings_changed", actor, subject: {}, data }, now);
  });
}

function changedMeanwhile({ days, graceDays }: Periods): CountersignError {
  return new CountersignError("conflict", `the periods are ${days} and ${graceDays} days`, {
    userMessage: "The ownership review periods were changed by someone else. Reload and try again.",
  });
}

function refuseOutside(what: keyof typeof attestationBounds, value: number): void {
  const { min, max } = attestationBounds[what];
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new CountersignError("invalid_input", `${what} is ${value}`, {
    userMessage: `Enter a whole number of days from ${min} to ${max}.`,
  });
}
