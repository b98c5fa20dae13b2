import type { Metadata } from "next";
import { cache } from "react";
import { runtime } from "#app/runtime/runtime";
import { orNotFound, pageTitle, requireViewer } from "#app/web/open-page";
import { JsonValue } from "#components/text/json-value";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import type { Json } from "#lib/json/canonical";
import { findTest } from "#lib/provisioning/sso/connections/find-test";
import { findConnectionView } from "#lib/provisioning/sso/connections/list-connections";
import { outcomeWords } from "./outcome-words.ts";

type Props = PageProps<"/settings/sso/[id]/tests/[attempt]">;

/** Read once for the title and the page. */
const load = cache(async (connectionId: string) => {
  const viewer = await requireViewer("admin");
  return { viewer, connection: await orNotFound(findConnectionView(runtime().db, { viewer, connectionId })) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { connection } = await load((await params).id);
  return pageTitle("Test result", connection.name);
}

export default async function ConnectionTestPage({ params }: Props) {
  const { id: connectionId, attempt: attemptId } = await params;
  const { viewer, connection } = await load(connectionId);
  const { db } = runtime();
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
            <CardHead title="Claims received">
              From the signed ID token, plus any extra claims from the userinfo endpoint.
            </CardHead>
            <CardContent>
              <JsonValue value={test.claims as Json} />
            </CardContent>
          </Card>
        ) : null}
        <LinkButton href={`/settings/sso/${connectionId}`} variant="outline" className="w-fit">
          Back to connection
        </LinkButton>
      </div>
    </>
  );
}
