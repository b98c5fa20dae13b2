import type { DeliveryView } from "#lib/notifications/deliveries/list-deliveries";
import { channelLabels } from "#lib/text/labels";

const kinds: Partial<Record<DeliveryView["kind"], string>> = {
  request_escalated: "Escalation",
  request_reminder: "Reminder",
  request_last_call: "Last reminder",
  request_closed: "Outcome",
};

/** What a message was, its recipient and its channel: "Reminder to Ada Byron · Email". */
export function deliverySubject(delivery: Pick<DeliveryView, "kind" | "person" | "channel">): string {
  const { person, channel } = delivery;
  const kind = kinds[delivery.kind];
  const to = person && kind ? `${kind} to ${person}` : (person ?? kind);
  return to ? `${to} · ${channelLabels[channel]}` : channelLabels[channel];
}
