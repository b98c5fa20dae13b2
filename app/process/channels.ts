import type { Channel } from "#lib/notifications/channels/channel";
import { openChatChannels } from "#lib/notifications/chat/channels";
import { openMailChannel } from "#lib/notifications/mail/mail-channel";
import { openWebPushChannel } from "#lib/notifications/web-push/channel";
import { openWebhookChannel } from "#lib/notifications/webhooks/channel";
import type { Runtime } from "../runtime/runtime.ts";

/** The channels through which notifications leave. A new channel is added here. */
export function openChannels(
  runtime: Pick<Runtime, "config" | "db" | "secret" | "outbound" | "clock">,
): Channel[] {
  return [
    openWebPushChannel(runtime),
    openMailChannel(runtime),
    ...openChatChannels(runtime),
    openWebhookChannel(runtime),
  ];
}
