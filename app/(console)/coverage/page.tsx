import { fromStandby } from "#app/runtime/from-standby";
import { openPage, pageTitle } from "#app/web/open-page";
import { coverageLinks } from "#app/web/query/coverage-links";
import { type CoverageQuery, coverageHref, readCoverageQuery } from "#app/web/query/coverage-query";
import { Input } from "#components/forms/field";
import { LocalTime } from "#components/text/local-time";
import { Button, LinkButton } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { PageHeader } from "#components/ui/page-header";
import { TabList } from "#components/ui/tab-list";
import { durabilityWords, readDurability } from "#db/durability";
import { standbyWords } from "#db/standby/standby-state";
import { PastDays } from "#lib/coverage/past-days";
import { readPrevious } from "#lib/coverage/previous";
import { readDashboard } from "#lib/coverage/read-coverage";
import { Asks } from "./asks.tsx";
import { Attention } from "./attention.tsx";
import { Decisions } from "./decisions.tsx";
import { HumanQuality } from "./human-quality.tsx";
import { Strip } from "./strip.tsx";

export const metadata = pageTitle("Coverage");

const pastDays = new PastDays();

const periods = [
  { days: 30, per: "day", label: "30 days" },
  { days: 90, per: "week", label: "90 days, weekly" },
  { days: 90, per: "day", label: "90 days, daily" },
] as const;

export default async function CoveragePage(props: PageProps<"/coverage">) {
  const { viewer, db, standby, now } = await openPage("auditor", "admin");
  const query = readCoverageQuery(await props.searchParams, now);
  const { window } = query;
  const [{ figures, bars, humanQuality, load }, previous, durability] = await Promise.all([
    fromStandby((db) => readDashboard(db, { viewer, window, pastDays })),
    fromStandby((db) => readPrevious(db, { viewer, window, pastDays })),
    readDurability(db.$client),
  ]);
  const links = coverageLinks(window);
  const standbyState = standby?.state();
  return (
    <>
      <PageHeader title="Coverage">
        <LinkButton href={coverageHref("/coverage/evidence", query)} variant="outline">
          <Icon name="file-check" />
          Control evidence
        </LinkButton>
      </PageHeader>
      <TabList
        label="Period"
        className="mb-4"
        tabs={periods.map(({ label, ...shown }) => ({
          href: coverageHref("/coverage", query, shown),
          label,
          isCurrent: shown.days === window.days && shown.per === query.per,
        }))}
      />
      <div className="grid gap-4">
        <Attention query={query} figures={figures} links={links} />
        <Strip figures={figures} links={links} previous={previous} window={window} />
        <Decisions query={query} figures={figures} links={links} days={bars} />
        <HumanQuality quality={humanQuality} window={window} />
        <Asks load={load} figures={figures} links={links} window={window} />
      </div>
      <div className="mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-[0.8125rem] text-muted-foreground">
        <p>
          As of <LocalTime at={now} />. Days are in UTC. Revoked agents aren't counted.{" "}
          {durabilityWords[durability]} {standbyState && standbyWords(standbyState)}
        </p>
        <KeyAge query={query} />
      </div>
    </>
  );
}

function KeyAge({ query }: { query: CoverageQuery }) {
  return (
    <form method="get" action="/coverage" className="flex flex-wrap items-center gap-2 text-sm">
      <input type="hidden" name="days" value={query.window.days} />
      <input type="hidden" name="per" value={query.per} />
      <label htmlFor="keyDays" className="text-muted-foreground">
        Maximum key age
      </label>
      <span className="flex items-center gap-2">
        <Input
          id="keyDays"
          name="keyDays"
          type="number"
          min={1}
          max={365}
          required
          defaultValue={query.window.keyAgeDays}
          className="w-20"
        />
        <span className="text-muted-foreground">days</span>
        <Button type="submit" variant="ghost" className="px-2">
          Apply
        </Button>
      </span>
    </form>
  );
}
