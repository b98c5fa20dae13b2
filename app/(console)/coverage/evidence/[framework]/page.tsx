import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { fromStandby } from "#app/runtime/from-standby";
import { openPage, pageTitle, requireViewer } from "#app/web/open-page";
import { coverageLinks } from "#app/web/query/coverage-links";
import { coverageHref, readCoverageQuery } from "#app/web/query/coverage-query";
import { FrameworkControls } from "#components/coverage/framework-controls";
import { UtcTime } from "#components/text/utc-time";
import { Card } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { frameworks } from "#lib/coverage/evidence";
import { readCoverage } from "#lib/coverage/read-coverage";

type Props = PageProps<"/coverage/evidence/[framework]">;

export async function generateMetadata(props: Props): Promise<Metadata> {
  await requireViewer("auditor", "admin");
  return pageTitle("Control evidence", (await findFramework(props)).title);
}

export default async function FrameworkPage(props: Props) {
  const { viewer, now } = await openPage("auditor", "admin");
  const framework = await findFramework(props);
  const query = readCoverageQuery(await props.searchParams, now);
  const { figures, window } = await fromStandby((db) => readCoverage(db, { viewer, window: query.window }));
  const shown = new Set(framework.controls.flatMap((control) => control.figures));
  return (
    <Page
      title={framework.title}
      back={{ href: coverageHref("/coverage/evidence", query), label: "Control evidence" }}
      description={
        <>
          <p>
            {framework.version}.{" "}
            <a
              href={framework.source}
              rel="noreferrer"
              className="text-link underline underline-offset-3 [overflow-wrap:anywhere]"
            >
              {framework.source}
            </a>
          </p>
          <p>
            Generated <UtcTime at={now} />, covering {window.days} days from <UtcTime at={window.from} />.
            Print this page to save it as PDF.
          </p>
        </>
      }
    >
      <FrameworkControls framework={framework} figures={figures} links={coverageLinks(window)} />
      <FigureDefinitions figures={[...shown].map((id) => ({ id, ...figures[id] }))} />
    </Page>
  );
}

async function findFramework({ params }: Props) {
  const { framework: id } = await params;
  return frameworks.find((framework) => framework.id === id) ?? notFound();
}

/** What each figure of a framework counts. */
function FigureDefinitions({ figures }: { figures: { id: string; name: string; about: string }[] }) {
  return (
    <section aria-label="Figures" className="mt-8">
      <h2 className="mb-3 font-semibold text-base">Figures</h2>
      <Card>
        <dl className="divide-y">
          {figures.map(({ id, name, about }) => (
            <div key={id} id={`figure-${id}`} className="scroll-mt-8 px-4 py-2.5 sm:px-5">
              <dt className="font-medium">{name}</dt>
              <dd className="text-[0.8125rem] text-muted-foreground">{about}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </section>
  );
}
