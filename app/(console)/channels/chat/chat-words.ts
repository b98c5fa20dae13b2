import type { ChatKind } from "#db/schema/chat";

/** In a title: "Remove Slack bot?". */
export const chatNames: Record<ChatKind, string> = {
  slack_bot: "Slack bot",
  slack_webhook: "Slack webhook",
  teams_webhook: "Teams webhook",
};
