import type { Channel } from "#lib/notifications/channels/channel";
import { openSlackChannel } from "./slack-channel.ts";
import { openSlackWebhookChannel, openTeamsChannel } from "./webhook-channels.ts";

/** The channels of chat services: to people in Slack, and to shared channels of Slack and Teams. */
export function openChatChannels(options: Parameters<typeof openSlackChannel>[0]): Channel[] {
  return [openSlackChannel(options), openSlackWebhookChannel(options), openTeamsChannel(options)];
}
