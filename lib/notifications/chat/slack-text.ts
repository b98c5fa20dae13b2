import type { Message } from "#lib/notifications/channels/channel";
import { chatText } from "./text.ts";

/** A Slack message's content. Notifications and screen readers use `text`. */
export interface SlackContent {
  text: string;
  blocks: object[];
  unfurl_links: false;
  unfurl_media: false;
}

/**
 * A message for Slack. Names can't mention, link or address a channel: Slack's control sequences are
 * escaped, and `verbatim` keeps Slack from finding links and names in the text itself.
 *
 * The link is text, not a button of Block Kit: Slack reports each press of a button to the app, even
 * of one with a URL, and shows a warning next to it when no one answers. Countersign has no address
 * that Slack could call.
 */
export function slackContent(message: Message): SlackContent {
  const { title, lines, link, items } = chatText(message);
  const head = [`*${escaped(title)}*`, ...lines.map(escaped)].join("\n");
  const sections = [
    head,
    ...items.map((item) => `${linkTo(item.url, item.title)}\n${escaped(item.body)}`),
    ...(link ? [linkTo(link.url, link.label)] : []),
  ];
  return {
    text: [title, ...lines].map(escaped).join("\n"),
    blocks: sections.map((text) => ({ type: "section", text: { type: "mrkdwn", text, verbatim: true } })),
    unfurl_links: false,
    unfurl_media: false,
  };
}

function linkTo(url: string, label: string): string {
  return `<${escaped(url).replaceAll("|", "%7C")}|${escaped(label).replaceAll("|", "¦")}>`;
}

/** Slack's control characters for mentions and links, as entities. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
