import { Time } from "#components/text/time";
import { ContentCard } from "#components/ui/card";
import type { DeliveryView } from "#lib/notifications/deliveries/list-deliveries";
import { channelLabels, deliveryStateLabels } from "#lib/text/labels";

/** The messages about a request: recipient, channel and fate of each. */
export function DeliveryLog({ deliveries, now }: { deliveries: DeliveryView[]; now: Date }) {
  if (deliveries.length === 0) return null;
  return (
    <ContentCard aria-labelledby="delivery-log" title="Delivery log">
      <ol className="grid gap-3">
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="grid gap-0.5">
            <span className="[overflow-wrap:anywhere]">{deliverySubject(delivery)}</span>
            <span className="text-[0.8125rem] text-muted-foreground">
              {deliveryStateLabels[delivery.state]} · {delivery.closedAt ? null : "due "}
              <Time at={delivery.closedAt ?? delivery.dueAt} now={now} />
            </span>
            {delivery.error ? (
              <span className="text-[0.8125rem] text-muted-foreground">{delivery.error}</span>
            ) : null}
          </li>
        ))}
      </ol>
    </ContentCard>
  );
}

const kinds: Partial<Record<DeliveryView["kind"], string>> = {
  request_escalated: "Escalation",
  request_reminder: "Reminder",
  request_last_call: "Last reminder",
  request_closed: "Outcome",
};

/** A message's kind, recipient and channel: "Reminder to Ada Byron · Email". */
export function deliverySubject(delivery: Pick<DeliveryView, "kind" | "person" | "channel">): string {
  const { person, channel } = delivery;
  const kind = kinds[delivery.kind];
  const to = person && kind ? `${kind} to ${person}` : (person ?? kind);
  return to ? `${to} · ${channelLabels[channel]}` : channelLabels[channel];
}
