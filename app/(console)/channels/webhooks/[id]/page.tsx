import { notFound } from "next/navigation";
import { cache } from "react";
import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { orNotFound, requireViewer, titledBy } from "#app/web/open-page";
import { ActButton } from "#components/forms/act-button";
import { Time } from "#components/text/time";
import { Card, CardContent, CardHead, CardHeader, CardTitle, ContentCard } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { type EndpointDetails, findEndpoint } from "#lib/notifications/webhooks/find-endpoint";
import { DeliveryList } from "../delivery-list.tsx";
import { EndpointButtons } from "../endpoint-buttons.tsx";
import { EndpointProblem, EndpointStatus } from "../endpoint-status.tsx";
import { listChoices } from "../list-choices.ts";
import { RotateSecret } from "../rotate-secret.tsx";
import { EventsForm } from "./events-form.tsx";

/** A callback is on the agent's page. */
const load = cache(async (endpointId: string) => {
  const viewer = await requireViewer("admin");
  const endpoint = await orNotFound(findEndpoint(runtime().db, { viewer, endpointId }));
  return endpoint.agentId ? notFound() : endpoint;
});

const titleOf = titledBy(async (id) => (await load(id)).description);
export const generateMetadata = titleOf("Webhooks");

export default async function EndpointPage({ params }: PageProps<"/channels/webhooks/[id]">) {
  const { id } = await params;
  const endpoint = await load(id);
  const now = runtime().clock();
  return (
    <Page
      title={endpoint.description}
      back={{ href: "/channels/webhooks", label: "Webhooks" }}
      badges={<EndpointStatus endpoint={endpoint} />}
      description={endpoint.url}
      layout="grid max-w-3xl gap-4"
    >
      <EndpointProblem endpoint={endpoint} now={now} />
      <Messages endpoint={endpoint} now={now} />
      <ContentCard layout="pt-4 sm:pt-5">
        <EventsForm endpointId={id} choices={listChoices()} chosen={endpoint.eventTypes} />
      </ContentCard>
      <Secret endpoint={endpoint} now={now} />
      <ContentCard title="Endpoint">
        <EndpointButtons endpoint={endpoint} />
      </ContentCard>
    </Page>
  );
}

function Messages({ endpoint, now }: { endpoint: EndpointDetails; now: Date }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Last messages</CardTitle>
        {endpoint.status === "active" ? (
          <ActButton
            action={act("webhook/test")}
            fields={{ endpointId: endpoint.id }}
            className="grid gap-1"
            label="Send test event"
            working="Sending…"
          />
        ) : null}
      </CardHeader>
      <DeliveryList endpoint={endpoint} now={now} />
    </Card>
  );
}

function Secret({ endpoint, now }: { endpoint: EndpointDetails; now: Date }) {
  const { id, previousSecretEndsAt } = endpoint;
  return (
    <Card>
      <CardHead isOneBlock title="Secret">
        {previousSecretEndsAt && previousSecretEndsAt > now ? (
          <>
            Messages are also signed with the old secret, which expires{" "}
            <Time at={previousSecretEndsAt} now={now} />.
          </>
        ) : (
          "The receiver verifies each message with it."
        )}
      </CardHead>
      <CardContent>
        <RotateSecret endpointId={id} />
      </CardContent>
    </Card>
  );
}
