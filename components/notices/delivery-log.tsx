import { Time } from "#components/text/time";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import type { DeliveryView } from "#lib/notifications/deliveries/list-deliveries";
import { deliveryStateLabels } from "#lib/text/labels";
import { deliverySubject } from "./delivery-subject.ts";

/** The messages about a request: the recipient and the channel of each, and what became of it. */
export function DeliveryLog({ deliveries, now }: { deliveries: DeliveryView[]; now: Date }) {
  if (deliveries.length === 0) return null;
  return (
    <Card aria-labelledby="delivery-log">
      <CardHeader>
        <CardTitle id="delivery-log">Delivery log</CardTitle>
      </CardHeader>
      <CardContent>
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
      </CardContent>
    </Card>
  );
}
