import { z } from "zod";
import { openPage, pageTitle } from "#app/web/open-page";
import { PolicyTabs } from "#components/policy/policy-tabs";
import { Time } from "#components/text/time";
import { LinkButton } from "#components/ui/button";
import { Card, RowLink, RowList } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { personNames } from "#lib/people/person-names";
import { listVersions } from "#lib/policy/versions/versions";

export const metadata = pageTitle("Version history");

const beforeSchema = z.coerce.number().int().positive().max(2_147_483_647).optional().catch(undefined);

export default async function VersionsPage(props: PageProps<"/policy/versions">) {
  const { viewer, db, now } = await openPage();
  const before = beforeSchema.parse((await props.searchParams).before);
  const versions = await listVersions(db, before);
  const hasSeveral = before !== undefined || versions.length > 1;
  const names = await personNames(
    db,
    versions.flatMap(({ publishedBy, proposedBy }) =>
      proposedBy ? [publishedBy, proposedBy] : [publishedBy],
    ),
  );
  const last = versions.at(-1)?.version ?? 1;
  return (
    <>
      <PageHeader
        title="Version history"
        description="Every published version, newest first. Versions can't be edited."
      >
        {hasSeveral ? (
          <LinkButton href="/policy/versions/compare" variant="outline">
            Compare versions
          </LinkButton>
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
        <LinkButton href={`/policy/versions?before=${last}`} variant="outline" className="mt-4">
          Older versions
        </LinkButton>
      ) : null}
    </>
  );
}
