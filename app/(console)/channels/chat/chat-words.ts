import type { ChatKind } from "#db/schema/chat";

/** In a title: "Remove Slack bot?". */
export const chatNames: Record<ChatKind, string> = {
  slack_bot: "Slack bot",
  slack_webhook: "Slack webhook",
  teams_webhook: "Teams webhook",
};

/** On the dialog's button: "Remove bot". */
export const chatNouns: Record<ChatKind, string> = {
  slack_bot: "bot",
  slack_webhook: "webhook",
  teams_webhook: "webhook",
};

export function chatFacts({ host, endsWith }: { host: string; endsWith: string }) {
  return [
    { label: "Host", value: host },
    { label: "Ends with", value: endsWith },
  ];
}

export function consequencesOfChat(kind: ChatKind, host: string): string[] {
  if (kind === "slack_bot")
    return [
      "Slack gets people's email addresses, agents' names and the times of requests.",
      "People with a Slack account get direct messages. Messages only link to Countersign.",
    ];
  return [
    `${host} gets agents' names, the times of requests and the names of people who decide.`,
    "Everyone in the channel can read them. Messages only link to Countersign.",
  ];
}
