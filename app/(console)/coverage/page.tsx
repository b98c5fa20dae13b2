import { FileCheck2 } from "lucide-react";
import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { coverageLinks } from "#app/web/query/coverage-links";
import { coverageHref, readCoverageQuery } from "#app/web/query/coverage-query";
import { requireViewer } from "#app/web/session/viewer";
import { ShareCard } from "#components/coverage/share-card";
import { LocalTime } from "#components/text/local-time";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { readCoverage } from "#lib/coverage/read-coverage";
import { Decisions } from "./decisions.tsx";
import { Exceptions } from "./exceptions.tsx";
import { HumanQuality } from "./human-quality.tsx";
import { KeyAge } from "./key-age.tsx";
import { OrphanedAgents } from "./orphaned-agents.tsx";

export const metadata: Metadata = { title: "Coverage" };

export default async function CoveragePage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const viewer = await requireViewer("auditor", "admin");
  const { db, clock } = runtime();
  const now = clock();
  const query = readCoverageQuery(await props.searchParams, now);
  const { figures, byDay, humanQuality } = await readCoverage(db, { viewer, window: query.window });
  const links = coverageLinks(query.window);
  return (
    <>
      <PageHeader
        title="Coverage"
        description="Ownership, key hygiene, decisions and exceptions. Select any number to see what it counts."
      >
        <Button asChild variant="outline">
          <Link href={coverageHref("/coverage/evidence", query)}>
            <FileCheck2 aria-hidden />
            Control evidence
          </Link>
        </Button>
      </PageHeader>
      <div className="mb-4 grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <ShareCard
          figure={figures.agentsOwned}
          links={links.agentsOwned}
          missingWord="without an active owner"
        />
        <ShareCard figure={figures.agentsAttested} links={links.agentsAttested} missingWord="overdue" />
        <ShareCard
          figure={figures.agentsWithYoungKeys}
          links={links.agentsWithYoungKeys}
          missingWord={`with a key older than ${query.window.keyAgeDays} days`}
        >
          <KeyAge query={query} />
        </ShareCard>
        <OrphanedAgents figures={figures} links={links} />
      </div>
      <Decisions query={query} figures={figures} links={links} days={byDay.bars} />
      <HumanQuality quality={humanQuality} window={query.window} />
      <Exceptions query={query} figures={figures} links={links} />
      <p className="mt-4 text-[0.8125rem] text-muted-foreground">
        As of <LocalTime at={now} />. Days are in UTC. Revoked agents aren't counted.
      </p>
    </>
  );
}
