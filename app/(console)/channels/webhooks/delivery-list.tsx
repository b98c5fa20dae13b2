import { act } from "#app/(console)/acts/act";
import { ActButton } from "#components/forms/act-button";
import { counted } from "#components/text/plural.ts";
import { RelativeTime } from "#components/text/relative-time";
import { Badge, type BadgeVariant } from "#components/ui/badge";
import { Row, RowList } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import type { DeliveryView } from "#lib/notifications/deliveries/list-deliveries";
import type { EndpointDetails } from "#lib/notifications/webhooks/find-endpoint";
import { deliveryStateLabels } from "#lib/text/labels";

const kinds: Partial<Record<DeliveryView["kind"], string>> = {
  request_pending: "Request pending",
  request_closed: "Request closed",
  request_allowed: "Request auto-approved",
  request_blocked: "Request blocked",
  agent_flooding: "Many requests",
  test: "Test",
};

const variants: Record<DeliveryView["state"], BadgeVariant> = {
  queued: "info",
  delivered: "success",
  failed: "danger",
  withdrawn: "default",
};

export function DeliveryList({ endpoint, now }: { endpoint: EndpointDetails; now: Date }) {
  if (endpoint.deliveries.length === 0)
    return <p className="border-t px-4 py-3 text-muted-foreground sm:px-5">None</p>;
  return (
    <RowList className="first:border-t" aria-label="Last messages">
      {endpoint.deliveries.map((delivery) => (
        <DeliveryRow key={delivery.id} delivery={delivery} endpoint={endpoint} now={now} />
      ))}
    </RowList>
  );
}

function DeliveryRow(props: { delivery: DeliveryView; endpoint: EndpointDetails; now: Date }) {
  const { delivery, endpoint, now } = props;
  const { id, kind, state, requestId, attempts, error } = delivery;
  const name = kinds[kind] ?? kind;
  return (
    <Row>
      <span className="grid min-w-0 gap-0.5">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {name}
          <Badge variant={variants[state]}>{deliveryStateLabels[state]}</Badge>
        </span>
        <span className="text-[0.8125rem] text-muted-foreground">
          <RelativeTime at={delivery.createdAt} now={now} /> · {counted(attempts, "attempt")}
          {requestId ? (
            <>
              {" · "}
              <TextLink href={`/requests/${requestId}`}>View request</TextLink>
            </>
          ) : null}
        </span>
        {error ? <span className="text-[0.8125rem] text-muted-foreground">{error}</span> : null}
        <code className="font-mono text-muted-foreground text-xs [overflow-wrap:anywhere]">{id}</code>
      </span>
      {(state === "failed" || state === "delivered") && endpoint.status === "active" ? (
        <ActButton
          action={act("webhook/send-again")}
          fields={{ endpointId: endpoint.id, deliveryId: id }}
          className="grid justify-items-end gap-1"
          size="sm"
          label="Send again"
          working="Sending…"
        >
          <span className="sr-only">{` ${name} ${id}`}</span>
        </ActButton>
      ) : null}
    </Row>
  );
}
