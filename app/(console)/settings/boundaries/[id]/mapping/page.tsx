import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { orNotFound } from "#app/web/or-not-found";
import { requireViewer } from "#app/web/session/viewer";
import { Time } from "#components/text/time";
import { Badge } from "#components/ui/badge";
import { Card, CardHeader, CardTitle } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { RowLink, RowList } from "#components/ui/row-list";
import { listMappingVersions, type MappingVersion } from "#lib/boundary/mappings/list-mappings";
import { findLiveMapping } from "#lib/boundary/mappings/mapping-for";
import { storedDocument } from "#lib/boundary/mappings/read-document";
import { rulesToStart } from "#lib/boundary/mappings/rules-to-start";
import { type BoundaryView, findBoundary } from "#lib/boundary/registry/list-boundaries";
import { personNames } from "#lib/people/person-names";
import { ProposedChanges } from "../../../../proposed-changes.tsx";
import { mappingText } from "../../mapping-text.ts";
import { MappingEditor } from "./mapping-editor.tsx";

export const metadata: Metadata = { title: "Mapping" };

export default async function MappingPage(props: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer("admin");
  const { id: boundaryId } = await props.params;
  const { db, clock } = runtime();
  const now = clock();
  const boundary = await orNotFound(findBoundary(db, { viewer, boundaryId, now }));
  const live = await findLiveMapping(db, boundaryId);
  const versions = await listMappingVersions(db, { viewer, boundaryId });
  const names = await personNames(
    db,
    versions.flatMap(({ createdBy, proposedBy }) => [createdBy, proposedBy ?? ""]),
  );
  const { server } = boundary;
  const start = server
    ? await rulesToStart(db, { viewer, boundaryId, server })
    : { rules: [], proposals: [] };
  return (
    <>
      <PageHeader
        title="Mapping"
        back={{ href: `/settings/boundaries/${boundaryId}`, label: boundary.name }}
        description="Which action a call becomes. The first rule that matches applies, and other calls keep their default type."
      />
      <ProposedChanges viewer={viewer} about={boundaryId} now={now} />
      <div className="grid max-w-4xl gap-4">
        {boundary.revokedAt ? null : (
          <MappingEditor
            boundaryId={boundaryId}
            live={live?.digest ?? ""}
            text={mappingText(live ? storedDocument(live.document).rules : start.rules)}
            hint={live ? undefined : hintOf(boundary)}
            proposals={start.proposals}
          />
        )}
        {versions.length > 0 ? (
          <History boundaryId={boundaryId} versions={versions} names={names} now={now} />
        ) : null}
      </div>
    </>
  );
}

/** What the text to start with is. */
function hintOf({ kind, server }: BoundaryView): string | undefined {
  if (kind === "http_proxy") return undefined;
  return server === null
    ? "Rules for its tools are suggested after the next contact."
    : "A start: with these rules, each accepted tool keeps its default type.";
}

function History(props: {
  boundaryId: string;
  versions: MappingVersion[];
  names: ReadonlyMap<string, string>;
  now: Date;
}) {
  const nameOf = (id: string) => props.names.get(id) ?? id;
  return (
    <Card aria-labelledby="version-history">
      <CardHeader>
        <CardTitle id="version-history">Version history</CardTitle>
      </CardHeader>
      <RowList>
        {props.versions.map(({ version, createdBy, proposedBy, createdAt }, index) => (
          <RowLink
            key={version}
            href={`/settings/boundaries/${props.boundaryId}/mapping/${version}`}
            className="grid gap-0.5"
          >
            <span className="flex flex-wrap items-center gap-2 font-medium">
              Version {version}
              {index === 0 ? <Badge variant="success">Live</Badge> : null}
            </span>
            <span className="text-[0.8125rem] text-muted-foreground">
              {proposedBy
                ? `Proposed by ${nameOf(proposedBy)} · Confirmed by ${nameOf(createdBy)}`
                : nameOf(createdBy)}{" "}
              · <Time at={createdAt} now={props.now} />
            </span>
          </RowLink>
        ))}
      </RowList>
    </Card>
  );
}
