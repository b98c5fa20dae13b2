import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { Time } from "#components/text/time";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardHead, RowLink, RowList } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import {
  findMappingVersion,
  listMappingVersions,
  type MappingVersion,
} from "#lib/boundary/mapping/kept/list-mappings";
import { findLiveMapping } from "#lib/boundary/mapping/kept/mapping-for";
import { noMapping, storedDocument } from "#lib/boundary/mapping/kept/read-document";
import { rulesToStart } from "#lib/boundary/mapping/kept/rules-to-start";
import { personNames } from "#lib/people/person-names";
import type { Viewer } from "#lib/sessions/session";
import { ProposedChanges } from "../../../proposed-changes.tsx";
import { loadBoundary, titleOf } from "../load-boundary.ts";
import { MappingEditor } from "./mapping-editor.tsx";
import { startingText } from "./starting-text.ts";

export const generateMetadata = titleOf("Mapping");

export default async function MappingPage(props: PageProps<"/boundaries/[id]/mapping">) {
  const { id: boundaryId } = await props.params;
  const { viewer, db, now, boundary } = await loadBoundary(boundaryId);
  const live = await findLiveMapping(db, boundaryId);
  const versions = await listMappingVersions(db, { viewer, boundaryId });
  const names = await personNames(
    db,
    versions.flatMap(({ createdBy, proposedBy }) => [createdBy, proposedBy ?? ""]),
  );
  const restored = await findRestored(viewer, boundaryId, (await props.searchParams).restore);
  const { server } = boundary;
  const start = server
    ? await rulesToStart(db, { viewer, boundaryId, server })
    : { rules: [], proposals: [] };
  return (
    <Page
      title="Mapping"
      back={{ href: `/boundaries/${boundaryId}`, label: boundary.name }}
      description="Turns tool calls into action types. The first rule that matches applies, and other calls keep their default type."
    >
      <ProposedChanges viewer={viewer} about={boundaryId} now={now} />
      <div className="grid max-w-4xl gap-4">
        {boundary.revokedAt ? null : (
          <MappingEditor
            key={restored?.version}
            boundaryId={boundaryId}
            live={live?.digest ?? ""}
            {...startingText({ boundary, live, restored, rules: start.rules })}
            proposals={start.proposals}
          />
        )}
        {versions.length > 0 ? (
          <History boundaryId={boundaryId} versions={versions} names={names} now={now} />
        ) : null}
        {live && live.document !== noMapping && !boundary.revokedAt ? (
          <Card aria-labelledby="end-mapping">
            <CardHead isOneBlock id="end-mapping" title="End mapping">
              The boundary uses the mapping in its own file again, or default types if it has none. You can
              restore a version later.
            </CardHead>
            <CardContent>
              <ConfirmedButton
                action={act("boundary/end-mapping")}
                fields={{ boundaryId, seen: live.digest }}
                doneHref={`/boundaries/${boundaryId}`}
              >
                End mapping…
              </ConfirmedButton>
            </CardContent>
          </Card>
        ) : null}
      </div>
    </Page>
  );
}

/** The version to restore into the editor, if the version has rules. */
async function findRestored(viewer: Viewer, boundaryId: string, written: string | string[] | undefined) {
  if (typeof written !== "string" || !/^[1-9]\d{0,8}$/.test(written)) return undefined;
  const version = Number(written);
  const found = await findMappingVersion(runtime().db, { viewer, boundaryId, version });
  return found?.document === noMapping ? undefined : found;
}

const ended = storedDocument(noMapping).digest;

function History(props: {
  boundaryId: string;
  versions: MappingVersion[];
  names: ReadonlyMap<string, string>;
  now: Date;
}) {
  const nameOf = (id: string) => props.names.get(id) ?? id;
  return (
    <Card aria-labelledby="version-history">
      <CardHead id="version-history" title="Version history" />
      <RowList>
        {props.versions.map(({ version, digest, createdBy, proposedBy, createdAt }, index) => (
          <RowLink
            key={version}
            href={`/boundaries/${props.boundaryId}/mapping/${version}`}
            className="grid gap-0.5"
          >
            <span className="flex flex-wrap items-center gap-2 font-medium">
              Version {version}
              {digest === ended ? <Badge>Mapping ended</Badge> : null}
              {index === 0 && digest !== ended ? <Badge variant="success">Live</Badge> : null}
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
