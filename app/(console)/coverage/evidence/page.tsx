import { Download } from "lucide-react";
import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { coverageLinks } from "#app/web/query/coverage-links";
import { coverageHref, readCoverageQuery } from "#app/web/query/coverage-query";
import { requireViewer } from "#app/web/session/viewer";
import { EvidenceSummary } from "#components/coverage/evidence-summary";
import { FrameworkSection } from "#components/coverage/framework-section";
import { QueryList } from "#components/coverage/query-list";
import { UtcTime } from "#components/text/utc-time";
import { Button } from "#components/ui/button";
import { PageHeader } from "#components/ui/page-header";
import { frameworks } from "#lib/coverage/evidence";
import { readCoverage } from "#lib/coverage/read-coverage";
import { findWorkspace } from "#lib/workspace/find-workspace";

export const metadata: Metadata = { title: "Control evidence" };

export default async function EvidencePage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const viewer = await requireViewer("auditor", "admin");
  const { db, clock } = runtime();
  const now = clock();
  const query = readCoverageQuery(await props.searchParams, now);
  const [{ figures, byDay, window }, workspace] = await Promise.all([
    readCoverage(db, { viewer, window: query.window }),
    findWorkspace(db),
  ]);
  const links = coverageLinks(window);
  return (
    <>
      <PageHeader
        title="Control evidence"
        back={{ href: coverageHref("/coverage", query), label: "Coverage" }}
        description={
          <>
            How {workspace?.name} meets published security frameworks. Generated <UtcTime at={now} />,
            covering {window.days} days from <UtcTime at={window.from} />. Control names are quoted from each
            framework. Descriptions are ours and haven't been reviewed by the publishers.
          </>
        }
      >
        <Button asChild variant="outline" className="print:hidden">
          <a href={coverageHref("/api/coverage/evidence.json", query)} download>
            <Download aria-hidden />
            Download JSON
          </a>
        </Button>
      </PageHeader>
      <p className="mb-6 text-muted-foreground text-sm print:hidden">To save as PDF, print this page.</p>
      <EvidenceSummary frameworks={frameworks} />
      <div className="grid gap-8">
        {frameworks.map((framework) => (
          <FrameworkSection key={framework.title} framework={framework} figures={figures} links={links} />
        ))}
        <QueryList
          queries={[
            ...Object.entries(figures).map(([id, { name, about, query }]) => ({ id, name, about, query })),
            {
              id: "byDay",
              name: "Events by day",
              about: "Source of the chart, plus every event-based figure in one query.",
              query: byDay.query,
            },
          ]}
        />
      </div>
    </>
  );
}
