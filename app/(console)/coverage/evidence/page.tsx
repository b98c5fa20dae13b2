import { openPage, pageTitle } from "#app/web/open-page";
import { coverageHref, frameworkHref, readCoverageQuery } from "#app/web/query/coverage-query";
import { EvidenceSummary } from "#components/coverage/evidence-summary";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { PageHeader } from "#components/ui/page-header";
import { frameworks } from "#lib/coverage/evidence";
import { findWorkspace } from "#lib/workspace/find-workspace";

export const metadata = pageTitle("Control evidence");

export default async function EvidencePage(props: PageProps<"/coverage/evidence">) {
  const { db, now } = await openPage("auditor", "admin");
  const query = readCoverageQuery(await props.searchParams, now);
  const workspace = await findWorkspace(db);
  return (
    <>
      <PageHeader
        title="Control evidence"
        back={{ href: coverageHref("/coverage", query), label: "Coverage" }}
        description={`What Countersign covers of published security frameworks, with ${workspace?.name}'s figures of the last ${query.window.days} days. The downloads have every framework.`}
      >
        <Button asChild variant="outline">
          <a href={coverageHref("/api/coverage/evidence.json", query)} download>
            <Icon name="download" />
            Download JSON
          </a>
        </Button>
        <Button asChild variant="outline">
          <a href={coverageHref("/api/coverage/evidence.sql", query)} download>
            <Icon name="download" />
            Download queries
          </a>
        </Button>
      </PageHeader>
      <EvidenceSummary frameworks={frameworks} hrefOf={({ id }) => frameworkHref(id, query)} />
      <p className="max-w-prose text-[0.8125rem] text-muted-foreground">
        Control names are those of the publishers, or their subject where a control has no name. Descriptions
        are ours and haven't been reviewed by the publishers. The queries are for PostgreSQL, and a person who
        may read the database can repeat each figure with them.
      </p>
    </>
  );
}
