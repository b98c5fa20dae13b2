import { Webhook } from "lucide-react";
import { runtime } from "#app/runtime/runtime";
import { pageTitle } from "#app/web/page-title";
import { requireViewer } from "#app/web/session/viewer";
import { CredentialCard } from "#components/credentials/credential-card";
import { PageHeader } from "#components/ui/page-header";
import { RowLink } from "#components/ui/row-list";
import { listEndpoints } from "#lib/notifications/webhooks/endpoints/find-endpoint";
import { EndpointStatus } from "./endpoint-status.tsx";

export const metadata = pageTitle("Webhooks");

export default async function WebhooksPage() {
  const viewer = await requireViewer("admin");
  const endpoints = await listEndpoints(runtime().db, { viewer });
  return (
    <>
      <PageHeader
        title="Webhooks"
        back={{ href: "/channels", label: "Channels" }}
        description="Signed events about requests, sent to your own programs."
      />
      <CredentialCard
        title="Endpoints"
        description="Events contain IDs and states, never parameters or names."
        create={{ href: "/channels/webhooks/new", label: "Add endpoint" }}
        empty={{
          icon: Webhook,
          title: "No endpoints",
          description: "Add the URL of a program that should know about requests.",
        }}
      >
        {endpoints.map((endpoint) => (
          <RowLink key={endpoint.id} href={`/channels/webhooks/${endpoint.id}`} className="grid gap-0.5">
            <span className="flex flex-wrap items-center gap-2 font-medium">
              <span className="[overflow-wrap:anywhere]">{endpoint.description}</span>
              <EndpointStatus endpoint={endpoint} />
            </span>
            <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
              {endpoint.url}
            </span>
          </RowLink>
        ))}
      </CredentialCard>
    </>
  );
}
