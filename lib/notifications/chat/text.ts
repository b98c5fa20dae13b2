import type { ChatKind } from "#db/schema/chat";
import type { ChannelId } from "#db/schema/notifications";
import type { Destination, Message } from "#lib/notifications/channels/channel";
import { withoutHidden } from "#lib/text/single-line";

/** A message for a chat service: plain lines, and one link. */
export interface ChatText {
  title: string;
  lines: string[];
  link: { url: string; label: string } | undefined;
  items: { title: string; body: string; url: string }[];
}

const mostItems = 20;
const longestDetails = 500;

/**
 * Title, body and one link, and details where an admin allowed them. No message decides anything,
 * and a closing message has no link. Names are on one line, without hidden characters.
 */
export function chatText({ kind, title, body, details, items = [], url, link }: Message): ChatText {
  const shown = items.slice(0, mostItems);
  const more = items.length - shown.length;
  return {
    title: withoutHidden(title),
    lines: [
      withoutHidden(body),
      ...(details === undefined ? [] : [withoutHidden(details).slice(0, longestDetails)]),
      ...(more > 0 ? [`${more} more`] : []),
    ],
    link: kind === "request_closed" ? undefined : { url, label: link },
    items: shown.map((item) => ({
      ...{ title: withoutHidden(item.title), body: withoutHidden(item.body), url: item.url },
    })),
  };
}

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
