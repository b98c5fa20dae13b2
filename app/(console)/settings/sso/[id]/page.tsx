import type { Metadata } from "next";
import { found } from "#app/found";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { PageHeader } from "#components/ui/page-header";
import { type ConnectionView, findConnectionView } from "#lib/sso/list-connections";
import { ChangeConnection } from "./change-connection.tsx";
import { RemoveConnection, TurnConnection } from "./switches.tsx";
import { TestConnection } from "./test-connection.tsx";

export const metadata: Metadata = { title: "Sign-in connection" };

export default async function ConnectionPage({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer("admin");
  const { id } = await params;
  const connection = await found(findConnectionView(runtime().db, { viewer, connectionId: id }));
  const { createdAt: _created, linkCount, enabled, ...values } = connection;
  return (
    <>
      <PageHeader
        title={connection.name}
        back={{ href: "/settings/sso", label: "Single sign-on" }}
        badges={<Badge variant={enabled ? "success" : "default"}>{enabled ? "On" : "Off"}</Badge>}
        description={connection.issuer}
      />
      <div className="grid max-w-3xl gap-4">
        <Addresses connection={connection} />
        <Card>
          <CardHeader>
            <CardTitle>Test and turn on</CardTitle>
            <CardDescription>
              The test goes to the provider and back in your browser, shows what it says about you and what
              would happen. Nobody is signed in by it and nothing changes.
            </CardDescription>
          </CardHeader>
          <CardContent className="grid gap-4">
            {enabled ? null : (
              <Alert title="This connection is off">
                Its button is not on the sign-in page. Test it first, then turn it on.
              </Alert>
            )}
            <div className="flex flex-wrap items-start gap-2">
              <TestConnection connectionId={id} />
              <TurnConnection connectionId={id} name={connection.name} enabled={enabled} />
            </div>
          </CardContent>
        </Card>
        <Card>
          <CardHeader>
            <CardTitle>Settings</CardTitle>
            <CardDescription>
              Narrowing them ends sessions: with a domain less, those of its people; with less by group, all
              that came through this connection, perhaps your own.
            </CardDescription>
          </CardHeader>
          <CardContent>
            <ChangeConnection values={values} />
          </CardContent>
        </Card>
        <Card>
          <CardHeader>
            <CardTitle>Removing it</CardTitle>
            <CardDescription>
              {linkCount === 1 ? "One person signs" : `${linkCount} people sign`} in through it. People stay,
              with their passkeys; their links to this provider and the sessions it began end.
            </CardDescription>
          </CardHeader>
          <CardContent>
            <RemoveConnection connectionId={id} name={connection.name} />
          </CardContent>
        </Card>
      </div>
    </>
  );
}

function Addresses({ connection }: { connection: ConnectionView }) {
  const { origin } = runtime().config;
  return (
    <Card>
      <CardHeader>
        <CardTitle>What the provider has to know</CardTitle>
        <CardDescription>Enter these where you registered Countersign as a web application.</CardDescription>
      </CardHeader>
      <CardContent className="grid gap-3">
        <CodeBlock label="Redirect URI" text={`${origin}/api/sso/callback/${connection.id}`} />
        <CodeBlock
          label="Back-channel logout URI, session required"
          text={`${origin}/api/sso/${connection.id}/backchannel-logout`}
        />
      </CardContent>
    </Card>
  );
}
