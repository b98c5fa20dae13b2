import type { Database } from "#db/client";
import { workspace } from "#db/schema/directory";
import type { ChannelId } from "#db/schema/notifications";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { hasSameMembers } from "#lib/text/same-members";
import { changeDetailChannels } from "#lib/workspace/change-workspace";

/** Whether a channel's messages can name action and amount. Total: a new channel needs an answer. */
const canHaveDetails = {
  web_push: true,
  mail: true,
  slack: true,
  slack_webhook: true,
  teams: true,
  webhook: false,
} as const satisfies Record<ChannelId, boolean>;

type CanHaveDetails = typeof canHaveDetails;
export type DetailChannel = { [Id in ChannelId]: CanHaveDetails[Id] extends true ? Id : never }[ChannelId];

/** The channels that an admin may allow to name action and amount. */
export const channelsWithDetails = (Object.keys(canHaveDetails) as ChannelId[]).filter(
  (id): id is DetailChannel => canHaveDetails[id],
);

/** The channels that name action and amount; by default none (invariant 22). */
export async function findDetailChannels(db: Database): Promise<DetailChannel[]> {
  const [row] = await db.select({ channels: workspace.detailChannels }).from(workspace);
  return channelsWithDetails.filter((channel) => row?.channels.includes(channel));
}

/**
 * Changes which channels' messages name the action and the amount. For admins. A session is enough
 * to take channels away; adding one takes a passkey, because details then leave the building.
 * @param change.confirmedFrom the previous channels, as confirmed by the actor's passkey
 * @throws {CountersignError} `not_found`; `conflict` when the setting changed since
 */
export async function saveDetailChannels(
  db: Database,
  change: {
    actor: Viewer;
    channels: DetailChannel[];
    confirmedFrom: DetailChannel[] | undefined;
    now: Date;
  },
): Promise<void> {
  const { actor, channels, confirmedFrom, now } = change;
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    // The locked row decides: a second admin may change the setting at this moment.
    const [before] = await tx
      .select({ channels: workspace.detailChannels })
      .from(workspace)
      .for("no key update");
    await lockActingAdmin(tx, actor);
    if (!before || hasSameMembers(before.channels, channels)) return;
    const isAllowed = confirmedFrom
      ? hasSameMembers(before.channels, confirmedFrom)
      : channels.every((channel) => before.channels.includes(channel));
    if (!isAllowed)
      throw new CountersignError("conflict", `details are in ${before.channels.join(", ")}`, {
        userMessage: "This setting was changed by someone else. Reload and try again.",
      });
    await changeDetailChannels(tx, channels);
    const data = { detail_channels: channels };
    await recordAudit(tx, { type: "workspace.settings_changed", actor, subject: {}, data }, now);
  });
}
