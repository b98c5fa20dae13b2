import { runtime } from "#app/runtime/runtime";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { CredentialCard } from "#components/settings/credential-card";
import { CredentialLine, CredentialLink } from "#components/settings/credential-row";
import { Page } from "#components/ui/page-header";
import { listEndpoints } from "#lib/notifications/webhooks/find-endpoint";
import { EndpointStatus } from "./endpoint-status.tsx";

export const metadata = pageTitle("Webhooks");

export default async function WebhooksPage() {
  const viewer = await requireViewer("admin");
  const endpoints = await listEndpoints(runtime().db, { viewer });
  return (
    <Page
      title="Webhooks"
      back={{ href: "/channels", label: "Channels" }}
      description="Signed events about requests, sent to your own programs."
    >
      <CredentialCard
        title="Endpoints"
        description="Events contain IDs and states, never parameters or names."
        create={{ href: "/channels/webhooks/new", label: "Add endpoint" }}
        empty={{
          icon: "webhook",
          title: "No endpoints",
          description: "Add the URL of a program that should know about requests.",
        }}
      >
        {endpoints.map((endpoint) => (
          <CredentialLink
            key={endpoint.id}
            href={`/channels/webhooks/${endpoint.id}`}
            name={endpoint.description}
            badges={<EndpointStatus endpoint={endpoint} />}
          >
            <CredentialLine>{endpoint.url}</CredentialLine>
          </CredentialLink>
        ))}
      </CredentialCard>
    </Page>
  );
}
