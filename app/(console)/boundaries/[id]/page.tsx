import { BoundaryStatus } from "#components/boundaries/boundary-status";
import { callCounts, toolCounts } from "#components/boundaries/call-counts.ts";
import { kindAndVersion, listsTools } from "#components/boundaries/kind-names.ts";
import { LastUse } from "#components/settings/credential-row";
import { UntrustedCode } from "#components/text/untrusted-text";
import { Badge } from "#components/ui/badge";
import { LinkButton } from "#components/ui/button";
import {
  Card,
  CardContent,
  CardDescription,
  CardHead,
  CardHeader,
  CardTitle,
  ContentCard,
  Fact,
  Facts,
} from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { findLiveMapping, type SavedMapping } from "#lib/boundary/mapping/kept/mapping-for";
import { noMapping } from "#lib/boundary/mapping/kept/read-document";
import type { BoundaryView } from "#lib/boundary/registry/list-boundaries";
import { listHeldTools } from "#lib/boundary/registry/list-tools";
import { ProposedChanges } from "../../proposed-changes.tsx";
import { RevokeCredential } from "../../settings/credential-buttons.tsx";
import { HeldTools } from "./held-tools.tsx";
import { HeldToolsSetting } from "./held-tools-setting.tsx";
import { loadBoundary, titleOf } from "./load-boundary.ts";
import { mappingStatus } from "./mapping-status.ts";
import { NewCode } from "./new-code.tsx";

export const generateMetadata = titleOf("Boundaries");

/** The most held tools on the page. More follow after acceptance. */
const mostShown = 20;

export default async function BoundaryPage({ params }: PageProps<"/boundaries/[id]">) {
  const { id: boundaryId } = await params;
  const { viewer, db, config, now, boundary } = await loadBoundary(boundaryId);
  const held = await listHeldTools(db, { viewer, boundaryId, most: mostShown });
  const live = await findLiveMapping(db, boundaryId);
  const hasTools = listsTools(boundary);
  return (
    <Page
      title={boundary.name}
      back={{ href: "/boundaries", label: "Boundaries" }}
      badges={<BoundaryStatus boundary={boundary} />}
    >
      <ProposedChanges viewer={viewer} about={boundaryId} now={now} />
      <div className="grid max-w-4xl gap-4">
        <BoundaryFacts boundary={boundary} now={now} />
        {boundary.revokedAt ? (
          live && <MappingCard boundary={boundary} live={live} />
        ) : (
          <>
            {hasTools ? <HeldTools boundary={boundary} held={held} now={now} /> : null}
            <MappingCard boundary={boundary} live={live} />
            {hasTools ? <HeldToolsSetting boundaryId={boundaryId} heldTools={boundary.heldTools} /> : null}
            <Card>
              <CardHead isOneBlock title="Key">
                A boundary has one key. Enroll a new one for a new machine or a lost key.
              </CardHead>
              <CardContent className="grid gap-4">
                <NewCode boundaryId={boundaryId} origin={config.origin} kind={boundary.kind} />
                <div>
                  <RevokeCredential
                    kind="boundary"
                    id={boundaryId}
                    name={boundary.name}
                    title={`Revoke ${boundary.name}?`}
                    description="Its key is rejected immediately, and it holds every call. This can't be undone."
                    confirm="Revoke boundary"
                  />
                </div>
              </CardContent>
            </Card>
          </>
        )}
      </div>
    </Page>
  );
}

function BoundaryFacts({ boundary, now }: { boundary: BoundaryView; now: Date }) {
  const { id, upstream, server, lastContactAt, tools, calls } = boundary;
  return (
    <ContentCard layout="pt-4 sm:pt-5">
      <Facts>
        <Fact name="ID">
          <code className="text-[0.8125rem]">{id}</code>
        </Fact>
        <Fact name="Kind">{kindAndVersion(boundary) ?? "Not known yet"}</Fact>
        {upstream ? (
          <Fact name="In front of">
            <UntrustedCode text={upstream} />
          </Fact>
        ) : null}
        {server ? <Fact name="Server name">{server}</Fact> : null}
        <Fact name="Last contact">
          <LastUse at={lastContactAt} now={now} used="" never="None yet" />
        </Fact>
        {listsTools(boundary) ? <Fact name="Tools">{toolCounts(tools)}</Fact> : null}
        <Fact name="Calls, last 7 days">{callCounts(calls)}</Fact>
      </Facts>
    </ContentCard>
  );
}

function MappingCard({ boundary, live }: { boundary: BoundaryView; live: SavedMapping | undefined }) {
  const { isUsed, text } = mappingStatus(boundary, live);
  return (
    <Card aria-labelledby="mapping">
      <CardHeader className="pb-4 sm:pb-5">
        <div className="grid gap-1">
          <CardTitle id="mapping" className="flex flex-wrap items-center gap-2">
            Mapping
            {isUsed === undefined ? null : <UseBadge isUsed={isUsed} />}
          </CardTitle>
          <CardDescription>{text}</CardDescription>
        </div>
        <LinkButton href={`/boundaries/${boundary.id}/mapping`} variant="outline">
          {labelOf(boundary, live)}
        </LinkButton>
      </CardHeader>
    </Card>
  );
}

function UseBadge({ isUsed }: { isUsed: boolean }) {
  return <Badge variant={isUsed ? "success" : "warning"}>{isUsed ? "In use" : "Not in use"}</Badge>;
}

function labelOf({ revokedAt }: BoundaryView, live: SavedMapping | undefined): string {
  if (revokedAt) return "View mapping";
  return live && live.document !== noMapping ? "Edit mapping" : "Create mapping";
}
