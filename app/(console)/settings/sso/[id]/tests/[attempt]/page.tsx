import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { orNotFound } from "#app/web/or-not-found";
import { requireViewer } from "#app/web/session/viewer";
import { JsonValue } from "#components/approval/agent-text/json-value";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import type { Json } from "#lib/canonical";
import { findTest } from "#lib/provisioning/sso/connections/find-test";
import { findConnectionView } from "#lib/provisioning/sso/connections/list-connections";
import { outcomeWords } from "./outcome-words.ts";

export const metadata: Metadata = { title: "Connection test" };

export default async function ConnectionTestPage(props: {
  params: Promise<{ id: string; attempt: string }>;
}) {
  const viewer = await requireViewer("admin");
  const { id: connectionId, attempt: attemptId } = await props.params;
  const { db } = runtime();
  const connection = await orNotFound(findConnectionView(db, { viewer, connectionId }));
  const test = await orNotFound(findTest(db, { viewer, connectionId, attemptId }));
  const { title, sentences, isGood } = outcomeWords(test);
  return (
    <>
      <PageHeader
        title="Test result"
        back={{ href: `/settings/sso/${connectionId}`, label: connection.name }}
        description="No one was signed in. Nothing was changed."
      />
      <div className="grid max-w-3xl gap-4">
        <Alert variant={isGood ? "success" : "warning"} title={title}>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Alert>
        {test.claims ? (
          <Card>
            <CardHeader>
              <CardTitle>Claims received</CardTitle>
              <CardDescription>
                From the signed ID token, plus any extra claims from the userinfo endpoint.
              </CardDescription>
            </CardHeader>
            <CardContent>
              <JsonValue value={test.claims as Json} />
            </CardContent>
          </Card>
        ) : null}
        <Button asChild variant="outline" className="w-fit">
          <Link href={`/settings/sso/${connectionId}`}>Back to connection</Link>
        </Button>
      </div>
    </>
  );
}
