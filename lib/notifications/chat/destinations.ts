import type { ChatKind } from "#db/schema/chat";
import type { ChannelId } from "#db/schema/notifications";
import type { Destination } from "#lib/notifications/channels/channel";

export const channelOf = {
  slack_bot: "slack",
  slack_webhook: "slack_webhook",
  teams_webhook: "teams",
} as const satisfies Record<ChatKind, ChannelId>;

/** A person's direct messages, all under Slack's limits. */
export function toPerson(personId: string): Destination {
  return { personId, destination: personId, receiver: "slack" };
}

/** A webhook's shared channel. Another webhook is another destination. */
export function toChannel(settingId: string): Destination {
  return { personId: undefined, destination: settingId, receiver: settingId };
}
