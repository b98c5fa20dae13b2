import { LocalTime } from "#components/text/local-time";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import type { DeliveryView } from "#lib/notifications/deliveries/list-deliveries";
import { channelLabels, deliveryStateLabels } from "#lib/text/labels";
import { deliverySubject } from "./delivery-subject.ts";

/** The messages about a request: to whom, through which channel, and what became of each. */
export function DeliveryLog({ deliveries }: { deliveries: DeliveryView[] }) {
  if (deliveries.length === 0) return null;
  return (
    <Card aria-labelledby="notifications">
      <CardHeader>
        <CardTitle id="notifications">Notifications</CardTitle>
      </CardHeader>
      <CardContent>
        <ol className="grid gap-3">
          {deliveries.map((delivery) => (
            <li key={delivery.id} className="grid gap-0.5">
              <span className="[overflow-wrap:anywhere]">
                {deliverySubject(delivery)} · {channelLabels[delivery.channel]}
              </span>
              <span className="text-[0.8125rem] text-muted-foreground">
                {deliveryStateLabels[delivery.state]} · <LocalTime at={delivery.closedAt ?? delivery.dueAt} />
              </span>
              {delivery.error ? (
                <span className="text-[0.8125rem] text-muted-foreground">{delivery.error}</span>
              ) : null}
            </li>
          ))}
        </ol>
      </CardContent>
    </Card>
  );
}
