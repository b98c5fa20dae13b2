import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { pageTitle } from "#app/web/page-title";
import { requireViewer } from "#app/web/viewer";
import { PolicyTabs } from "#components/policy/policy-tabs";
import { Time } from "#components/text/time";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { RowLink, RowList } from "#components/ui/row-list";
import { personNames } from "#lib/people/person-names";
import { listVersions } from "#lib/policy/versions/versions";

export const metadata = pageTitle("Version history");

const beforeSchema = z.coerce.number().int().positive().max(2_147_483_647).optional().catch(undefined);

export default async function VersionsPage(props: { searchParams: Promise<{ before?: string }> }) {
  const viewer = await requireViewer();
  const { db, clock } = runtime();
  const before = beforeSchema.parse((await props.searchParams).before);
  const versions = await listVersions(db, before);
  const hasSeveral = before !== undefined || versions.length > 1;
  const names = await personNames(
    db,
    versions.flatMap(({ publishedBy, proposedBy }) =>
      proposedBy ? [publishedBy, proposedBy] : [publishedBy],
    ),
  );
  const now = clock();
  const last = versions.at(-1)?.version ?? 1;
  return (
    <>
      <PageHeader
        title="Version history"
        description="Every published version, newest first. Versions can't be edited."
      >
        {hasSeveral ? (
          <Button asChild variant="outline">
            <Link href="/policy/versions/compare">Compare versions</Link>
          </Button>
        ) : null}
      </PageHeader>
      <PolicyTabs roles={viewer.roles} />
      <Card>
        <RowList>
          {versions.map(({ version, publishedBy, publishedAt, proposedBy }) => (
            <RowLink
              key={version}
              href={`/policy/versions/${version}`}
              className="flex flex-wrap justify-between gap-x-4"
            >
              <span className="font-medium">Version {version}</span>
              <span className="text-muted-foreground">
                {names.get(publishedBy) ?? "Initial setup"}
                {proposedBy ? ` (proposed by ${names.get(proposedBy) ?? proposedBy})` : null} ·{" "}
                <Time at={publishedAt} now={now} />
              </span>
            </RowLink>
          ))}
        </RowList>
      </Card>
      {last > 1 ? (
        <Button asChild variant="outline" className="mt-4">
          <Link href={`/policy/versions?before=${last}`}>Older versions</Link>
        </Button>
      ) : null}
    </>
  );
}
