import { act } from "#app/(console)/acts/act";
import { openPage, pageTitle } from "#app/web/open-page";
import { ActButton } from "#components/forms/act-button";
import { deliverySubject } from "#components/notices/delivery-log";
import { counted } from "#components/text/plural.ts";
import { Time } from "#components/text/time";
import { Card, RowList } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { TextLink } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { Paging } from "#components/ui/paging";
import { type DeliveryView, listFailedDeliveries } from "#lib/notifications/deliveries/list-deliveries";

export const metadata = pageTitle("Failed deliveries");

export default async function FailedDeliveriesPage(props: PageProps<"/channels/failed">) {
  const { viewer, db, now } = await openPage("admin");
  const { before } = await props.searchParams;
  const from = typeof before === "string" && /^dlv_\w{26}$/.test(before) ? before : undefined;
  const { deliveries, next } = await listFailedDeliveries(db, { viewer, before: from });
  return (
    <>
      <div className="max-w-3xl">
        <PageHeader
          title="Failed deliveries"
          back={{ href: "/channels", label: "Channels" }}
          description="Messages that couldn't be delivered after several attempts. A retry sends only those that still apply."
        >
          {deliveries.length > 0 ? (
            <ActButton
              action={act("delivery/retry-all")}
              fields={{}}
              className="grid gap-1"
              label="Retry all"
              working="Retrying…"
            />
          ) : null}
        </PageHeader>
      </div>
      <Card aria-label="Failed deliveries" className="max-w-3xl">
        {deliveries.length === 0 ? (
          <EmptyState
            icon="mail-check"
            title="Nothing failed"
            description="Messages that can't be delivered appear here."
          />
        ) : (
          <RowList>
            {deliveries.map((delivery) => (
              <FailedRow key={delivery.id} delivery={delivery} now={now} />
            ))}
          </RowList>
        )}
      </Card>
      <Paging
        firstHref={from ? "/channels/failed" : undefined}
        nextHref={next ? `/channels/failed?before=${next}` : undefined}
      />
    </>
  );
}

function FailedRow({ delivery, now }: { delivery: DeliveryView; now: Date }) {
  const subject = deliverySubject(delivery);
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 px-4 py-3">
      <div className="grid min-w-0 gap-0.5">
        <span className="[overflow-wrap:anywhere]">{subject}</span>
        <span className="text-[0.8125rem] text-muted-foreground">{delivery.error}</span>
        <span className="flex flex-wrap gap-x-3 text-[0.8125rem] text-muted-foreground">
          <Time at={delivery.closedAt ?? delivery.dueAt} now={now} />
          {counted(delivery.attempts, "attempt")}
          {delivery.requestId ? (
            <TextLink href={`/requests/${delivery.requestId}`}>View request</TextLink>
          ) : null}
        </span>
      </div>
      <ActButton
        action={act("delivery/retry")}
        fields={{ deliveryId: delivery.id }}
        className="grid justify-items-end gap-1"
        label="Retry"
        working="Retrying…"
      >
        <span className="sr-only"> {subject}</span>
      </ActButton>
    </li>
  );
}
