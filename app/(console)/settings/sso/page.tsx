import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { eventNames } from "#app/web/audit-labels";
import { openPage, pageTitle } from "#app/web/open-page";
import { EventRow } from "#components/audit/event-row";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { CredentialCard } from "#components/settings/credential-card";
import { CredentialLine, CredentialLink } from "#components/settings/credential-row";
import { Badge } from "#components/ui/badge";
import { Card, CardHead, ContentCard } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { readEvent } from "#lib/audit/read-event";
import { searchAudit } from "#lib/audit/search";
import { addSeconds } from "#lib/kernel/clock";
import { isSsoRequired } from "#lib/membership/sso-requirement";
import { type ConnectionView, listConnections } from "#lib/provisioning/sso/connections/list-connections";
import type { Viewer } from "#lib/sessions/session";

export const metadata = pageTitle("Single sign-on");

export default async function SsoPage() {
  const { viewer, db } = await openPage("admin");
  const connections = await listConnections(db, { viewer });
  const isRequired = await isSsoRequired(db);
  return (
    <Page title="Single sign-on" layout="grid max-w-3xl gap-4">
      <CredentialCard
        title="SSO connections"
        description="OpenID Connect providers people can sign in with. Approving still requires a passkey."
        create={{ href: "/settings/sso/new", label: "Add connection" }}
        empty={{
          icon: "log-in",
          title: "No SSO connections",
          description:
            "People sign in with passkeys. Connect your identity provider so they can use single sign-on too.",
        }}
      >
        {connections.map((connection) => (
          <ConnectionRow key={connection.id} connection={connection} />
        ))}
      </CredentialCard>
      {connections.length > 0 ? (
        <ContentCard
          title="Require single sign-on"
          aside={
            <Badge variant={isRequired ? "success" : "default"}>
              {isRequired ? "Required" : "Not required"}
            </Badge>
          }
          about={
            isRequired
              ? "People in a connected domain must use single sign-on. Admins can use break-glass to sign in with a passkey."
              : "People can sign in with either a passkey or single sign-on."
          }
        >
          <ConfirmedButton
            action={act("workspace/sso")}
            fields={{ to: isRequired ? "release" : "require" }}
            buttonProps={{ variant: isRequired ? "outline" : "default" }}
          >
            {isRequired ? "Stop requiring" : "Require single sign-on"}
          </ConfirmedButton>
        </ContentCard>
      ) : null}
      <BreakGlass viewer={viewer} />
    </Page>
  );
}

function ConnectionRow({ connection }: { connection: ConnectionView }) {
  return (
    <CredentialLink
      href={`/settings/sso/${connection.id}`}
      name={connection.name}
      badges={
        <>
          <Badge variant={connection.enabled ? "success" : "default"}>
            {connection.enabled ? "On" : "Off"}
          </Badge>
          {connection.justInTime ? <Badge>Auto-create</Badge> : null}
        </>
      }
    >
      <CredentialLine>
        {connection.issuer} · {connection.domains.join(", ")} · {connection.linkCount}{" "}
        {connection.linkCount === 1 ? "person" : "people"}
      </CredentialLine>
    </CredentialLink>
  );
}

const days = 30;

/** Passkey sign-ins of admins in spite of required single sign-on. Renders nothing without sign-ins. */
async function BreakGlass({ viewer }: { viewer: Viewer }) {
  const { db, clock } = runtime();
  const filter = { type: "sso.break_glass", from: addSeconds(clock(), -days * 24 * 3600) };
  const { entries } = await searchAudit(db, filter, { limit: 20 });
  if (entries.length === 0) return null;
  const events = entries.map(readEvent);
  const names = await eventNames(viewer, events);
  return (
    <Card aria-label="Break-glass sign-ins">
      <CardHead title="Break-glass sign-ins">
        Admins who signed in with a passkey although single sign-on is required. Last {days} days, latest 20.
      </CardHead>
      <ol className="divide-y border-t">
        {events.map((event) => (
          <EventRow key={event.id} {...event} names={names} />
        ))}
      </ol>
    </Card>
  );
}
