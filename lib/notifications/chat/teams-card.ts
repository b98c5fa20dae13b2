import type { Message } from "#lib/notifications/channels/channel";
import { chatText } from "./text.ts";

/**
 * An Adaptive Card 1.4 for a Teams workflow. Runs of rich text have no Markdown, so that a name
 * can't contain a link. No entities, so no mentions. The button opens a page.
 */
export function teamsCard(message: Message): object {
  const { title, lines, link, items } = chatText(message);
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body: [
      richText({ text: title, weight: "Bolder", size: "Medium" }),
      ...lines.map((text) => richText({ text })),
      ...items.map(({ title: text, body }) => richText({ text: `${text} · ${body}` })),
    ],
    actions: link ? [{ type: "Action.OpenUrl", title: link.label, url: link.url }] : [],
  };
  return {
    type: "message",
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content }],
  };
}

function richText(run: { text: string; weight?: string; size?: string }): object {
  return { type: "RichTextBlock", inlines: [{ type: "TextRun", ...run }] };
}
