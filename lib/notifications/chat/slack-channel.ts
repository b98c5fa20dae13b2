import type { Channel, Sending } from "#lib/notifications/channels/channel";
import { postDirectMessage, updateDirectMessages } from "./direct-messages.ts";
import { findSettingId, openSetting } from "./find-settings.ts";
import { listReachable } from "./identities.ts";
import { openSlackApi } from "./slack-api.ts";
import { toPerson } from "./text.ts";

/** A look-up and a message end before the dispatcher's lease. */
const attemptMilliseconds = 18_000;

/** Direct messages in Slack from the workspace's bot, by email address. */
export function openSlackChannel(options: Sending & { baseUrl?: string }): Channel {
  const { db, secret, outbound, clock, baseUrl } = options;
  return {
    id: "slack",
    // Slack allows several hundred messages a minute to a workspace.
    limits: { together: 4, perReceiver: 1, perSecond: 3 },
    canUpdate: true,
    destinationsOf: async (on, personIds) => {
      const settingId = await findSettingId(on, "slack_bot");
      if (settingId === undefined) return [];
      return (await listReachable(on, { personIds, settingId, now: clock() })).map(toPerson);
    },
    subscribersOf: async () => [],
    send: async (message, stopping) => {
      const bot = await openSetting(db, "slack_bot", secret);
      if (!bot) return { outcome: "gone", reason: "Slack is no longer set up." };
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(attemptMilliseconds)]);
      const api = openSlackApi({ token: bot.secret, outbound, clock, baseUrl });
      const posting = { db, api, settingId: bot.id, clock, signal };
      return message.kind === "request_closed"
        ? updateDirectMessages(message, posting)
        : postDirectMessage(message, posting);
    },
  };
}
