import type { Database } from "#db/client";
import { workspace } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { changeFloodLimit } from "#lib/workspace/change-workspace";

/** More pending requests of an agent than `requests` within `minutes` are a flood. */
export interface FloodLimit {
  requests: number;
  minutes: number;
}

/** The bounds. At fewer requests, normal agents would be quiet. */
export const floodBounds = { requests: { min: 3, max: 1000 }, minutes: { min: 1, max: 60 } } as const;

/** Whether more requests become a flood, announced once: such a change takes a passkey. */
export function isQuieter(change: FloodLimit, before: FloodLimit): boolean {
  return change.requests < before.requests || change.minutes > before.minutes;
}

/** Changes the limit, with a passkey over `confirmedFrom` or a session. @throws `invalid_input`, `conflict` */
export async function saveFloodLimit(
  db: Database,
  change: FloodLimit & { actor: Viewer; confirmedFrom: FloodLimit | undefined; now: Date },
): Promise<void> {
  const { actor, requests, minutes, confirmedFrom, now } = change;
  requireRole(actor, "admin");
  refuseOutside("requests", requests);
  refuseOutside("minutes", minutes);
  await db.transaction(async (tx) => {
    // The locked row decides: a second admin may change the limit at this moment.
    const [before] = await tx
      .select({ requests: workspace.floodRequests, minutes: workspace.floodMinutes })
      .from(workspace)
      .for("no key update");
    await lockActingAdmin(tx, actor);
    if (!before || (before.requests === requests && before.minutes === minutes)) return;
    const isAllowed = confirmedFrom
      ? confirmedFrom.requests === before.requests && confirmedFrom.minutes === before.minutes
      : !isQuieter({ requests, minutes }, before);
    if (!isAllowed)
      throw new CountersignError("conflict", `a flood is ${before.requests} in ${before.minutes} min`, {
        userMessage: "The limit was changed by someone else. Reload and try again.",
      });
    await changeFloodLimit(tx, { requests, minutes });
    const data = { flood_requests: requests, flood_minutes: minutes };
    await recordAudit(tx, { type: "workspace.settings_changed", actor, subject: {}, data }, now);
  });
}

function refuseOutside(what: keyof typeof floodBounds, value: number): void {
  const { min, max } = floodBounds[what];
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new CountersignError("invalid_input", `${what} is ${value}`, {
    userMessage: `Enter a whole number from ${min} to ${max}.`,
  });
}
