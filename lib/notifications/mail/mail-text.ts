import type { Message } from "#lib/notifications/channels/channel";

/** In every mail: the purpose of links, and what a mail never asks for. */
export const safetyNote =
  "Links open a page and change nothing. Countersign never asks for a decision or a passkey by email.";

/** The page where a person chooses email. */
export const preferencesUrl = (origin: string) => `${origin}/settings/notifications`;

/** The plain text of a mail. */
export function mailText({ title, body, details, items = [], link, url }: Message, origin: string): string {
  const digest = items.map((item) => lines(`* ${item.title}`, indented(item.body), indented(item.url)));
  const footer = lines(
    "-- ",
    `Sent by Countersign at ${origin}`,
    safetyNote,
    `Notification settings: ${preferencesUrl(origin)}`,
  );
  return [title, body, details, ...digest, `${link}:\n${url}`, footer].filter(Boolean).join("\n\n");
}

function lines(...texts: string[]): string {
  return texts.filter(Boolean).join("\n");
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
