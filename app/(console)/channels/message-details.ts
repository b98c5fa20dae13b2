import { z } from "zod";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import {
  channelsWithDetails,
  findDetailChannels,
  saveDetailChannels,
} from "#lib/notifications/channels/detail-channels";
import { channelLabels } from "#lib/text/labels";

const change = z.object({ channels: z.array(z.enum(channelsWithDetails)) });

/** The readers of the details. */
const places: Record<(typeof channelsWithDetails)[number], string> = {
  web_push: "on the lock screens of people's devices",
  mail: "in emails, which mail servers can read",
  slack: "in direct messages, which Slack can read",
  slack_webhook: "in the Slack channel, where all its members can read them",
  teams: "in the Teams channel, where all its members can read them",
};

/** Chooses the messages with action and amount. Adding a channel takes a passkey. */
export const detailsChange = defineConfirmedAction({
  name: "workspace/message-details",
  roles: ["admin"],
  refreshes: ["/channels"],
  read: change,
  many: ["channels"],
  look: async (_, __, { db }) => ({ channels: await findDetailChannels(db) }),
  about: ({ channels }) => [channels.join("+") || "none"],
  isFast: ({ channels }, seen) => channels.every((channel) => seen.channels.includes(channel)),
  question: ({ channels }, seen) => ({
    title: "Include details in messages?",
    facts: [fact("Details in", channels.map((channel) => channelLabels[channel]).join(", "))],
    consequences: channels
      .filter((channel) => !seen.channels.includes(channel))
      .map((channel) => `The action and the amount appear ${places[channel]}.`),
    confirm: "Include details",
  }),
  run: async (db, by, { channels }, seen) => {
    const confirmedFrom = by.confirmedWith ? seen.channels : undefined;
    await saveDetailChannels(db, { ...by, channels, confirmedFrom });
  },
});
