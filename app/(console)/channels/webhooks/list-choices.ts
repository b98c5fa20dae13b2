import { webhookEventTypeList, webhookEventTypes } from "#lib/notifications/webhooks/event-types";
import type { EventChoice } from "./event-choices.tsx";

export function listChoices(): EventChoice[] {
  return webhookEventTypeList.map((type) => ({ type, label: webhookEventTypes[type] }));
}
