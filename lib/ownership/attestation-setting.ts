import type { Database } from "#db/client";
import { workspace } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";

/** How often owners confirm that they answer for their agents. */
export interface AttestationSetting {
  days: number;
  graceDays: number;
  /** When it was last changed: nothing lapses before the days of grace have passed since then. */
  changedAt: Date | null;
}

/** The bounds of both, in days. */
export const attestationBounds = { days: { min: 1, max: 366 }, graceDays: { min: 1, max: 90 } } as const;

/** The workspace's setting. */
export async function findAttestationSetting(db: Database): Promise<AttestationSetting> {
  const [row] = await db
    .select({
      days: workspace.attestationDays,
      graceDays: workspace.attestationGraceDays,
      changedAt: workspace.attestationChangedAt,
    })
    .from(workspace);
  return row ?? { days: 90, graceDays: 14, changedAt: null };
}

/**
 * Changes how often owners have to confirm. For admins. Nothing is quarantined by the change itself: from now on there are the days of grace in full.
 * @throws {CountersignError} `not_found`, `invalid_input`
 */
export async function changeAttestationSetting(
  db: Database,
  change: { actor: Viewer; days: number; graceDays: number; now: Date },
): Promise<void> {
  const { actor, days, graceDays, now } = change;
  requireRole(actor, "admin");
  refuseOutside("days", days);
  refuseOutside("graceDays", graceDays);
  await db.transaction(async (tx) => {
    await tx
      .update(workspace)
      .set({ attestationDays: days, attestationGraceDays: graceDays, attestationChangedAt: now });
    const by = { type: "person" as const, id: actor.personId };
    const data = { attestation_days: days, attestation_grace_days: graceDays };
    await recordAudit(tx, { type: "workspace.settings_changed", actor: by, subject: {}, data }, now);
  });
}

function refuseOutside(what: keyof typeof attestationBounds, value: number): void {
  const { min, max } = attestationBounds[what];
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new CountersignError("invalid_input", `${what} is ${value}`, {
    userMessage: `Say a whole number of days, from ${min} to ${max}.`,
  });
}
