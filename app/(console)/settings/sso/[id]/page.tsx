import { cache } from "react";
import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { orNotFound, requireViewer, titledBy } from "#app/web/open-page";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardHead, ContentCard } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { Page } from "#components/ui/page-header";
import { type ConnectionView, findConnectionView } from "#lib/provisioning/sso/connections/list-connections";
import { ChangeConnection } from "../connection-form.tsx";
import { TestConnection } from "./test-connection.tsx";

const load = cache(async (connectionId: string) => {
  const viewer = await requireViewer("admin");
  return orNotFound(findConnectionView(runtime().db, { viewer, connectionId }));
});

const titleOf = titledBy(async (id) => (await load(id)).name);
export const generateMetadata = titleOf("Single sign-on");

export default async function ConnectionPage({ params }: PageProps<"/settings/sso/[id]">) {
  const { id } = await params;
  const connection = await load(id);
  const { createdAt: _created, linkCount, enabled, ...values } = connection;
  return (
    <Page
      title={connection.name}
      back={{ href: "/settings/sso", label: "Single sign-on" }}
      badges={<Badge variant={enabled ? "success" : "default"}>{enabled ? "On" : "Off"}</Badge>}
      description={connection.issuer}
      layout="grid max-w-3xl gap-4"
    >
      <Addresses connection={connection} />
      <Card>
        <CardHead title="Test and turn on">
          Runs a real sign-in through the provider and shows what it returns and what would happen. No one is
          signed in and nothing changes.
        </CardHead>
        <CardContent className="grid gap-4">
          {enabled ? null : (
            <Alert title="This connection is off">
              It isn't shown on the sign-in page. Test it, then turn it on.
            </Alert>
          )}
          <div className="flex flex-wrap items-start gap-2">
            <TestConnection connectionId={id} />
            <ConfirmedButton
              action={act("sso/switch")}
              fields={{ connectionId: id, to: enabled ? "disable" : "enable" }}
              buttonProps={{ variant: enabled ? "outline" : "default" }}
            >
              {enabled ? "Turn off" : "Turn on"}
            </ConfirmedButton>
          </div>
        </CardContent>
      </Card>
      <Card>
        <CardHead title="Settings">
          Removing a domain ends those people's sessions. Narrowing the role mapping ends every session from
          this connection, which may include yours.
        </CardHead>
        <CardContent>
          <ChangeConnection values={values} />
        </CardContent>
      </Card>
      <ContentCard
        title="Remove connection"
        about={
          <>
            Used by {linkCount === 1 ? "1 person" : `${linkCount} people`}. People keep their accounts and
            passkeys, but their links to this provider and its sessions end.
          </>
        }
      >
        <ConfirmedButton action={act("sso/remove")} fields={{ connectionId: id }} doneHref="/settings/sso">
          Remove connection
        </ConfirmedButton>
      </ContentCard>
    </Page>
  );
}

function Addresses({ connection }: { connection: ConnectionView }) {
  const { origin } = runtime().config;
  return (
    <Card>
      <CardHead title="Provider setup">Enter these in your provider's application settings.</CardHead>
      <CardContent className="grid gap-3">
        <CodeBlock label="Redirect URI" text={`${origin}/api/sso/callback/${connection.id}`} />
        <CodeBlock
          label="Back-channel logout URI (session required)"
          text={`${origin}/api/sso/${connection.id}/backchannel-logout`}
        />
      </CardContent>
    </Card>
  );
}
