import { webhookEventTypeList, webhookEventTypes } from "#lib/notifications/webhooks/event-types";
import type { EventChoice } from "./event-choices.tsx";

/** Every type of event that an admin can choose. */
export function listChoices(): EventChoice[] {
  return webhookEventTypeList.map((type) => ({ type, label: webhookEventTypes[type] }));
}
