import type { Channel } from "#lib/notifications/channels/channel";
import type { Runtime } from "./runtime.ts";

/** The channels through which notifications leave. A new channel is added here. */
export function openChannels(_: Pick<Runtime, "config" | "db" | "secret" | "outbound" | "clock">): Channel[] {
  return [];
}
