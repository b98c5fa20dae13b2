import type { coverageLinks } from "#app/web/query/coverage-links";
import { type CoverageQuery, coverageHref } from "#app/web/query/coverage-query";
import { counted, figureText, shareText } from "#components/coverage/figure-text.ts";
import { OutcomesChart } from "#components/coverage/outcomes-chart";
import { NumberLink } from "#components/coverage/share-card";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import { TabList } from "#components/ui/tab-list";
import type { Figures } from "#lib/coverage/measures";
import type { OutcomeBar } from "#lib/coverage/outcomes";
import { chartBars } from "./bars.ts";

/** How requests ended over time, how long people took, and how many grants were used. */
export function Decisions(props: {
  query: CoverageQuery;
  figures: Figures;
  links: ReturnType<typeof coverageLinks>;
  days: OutcomeBar[];
}) {
  const { query, days } = props;
  const tabs = [
    { days: 30, per: "day", label: "30 days" },
    { days: 90, per: "week", label: "90 days, weekly" },
    { days: 90, per: "day", label: "90 days, daily" },
  ] as const;
  return (
    <Card aria-label="Decisions">
      <CardHeader>
        <CardTitle>Requests by outcome</CardTitle>
      </CardHeader>
      <CardContent>
        <TabList
          label="Period"
          className="mb-4"
          tabs={tabs.map(({ label, ...shown }) => ({
            href: coverageHref("/coverage", query, shown),
            label,
            isCurrent: shown.days === query.window.days && shown.per === query.per,
          }))}
        />
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_15rem]">
          <OutcomesChart {...chartBars(days, query)} per={query.per} />
          <DecisionStats {...props} />
        </div>
      </CardContent>
    </Card>
  );
}

function DecisionStats({
  figures,
  links,
  query,
}: {
  figures: Figures;
  links: ReturnType<typeof coverageLinks>;
  query: CoverageQuery;
}) {
  const { medianTimeToDecide: median, ninetiethTimeToDecide: ninetieth, grantsUnused } = figures;
  return (
    <dl className="grid content-start gap-4 sm:grid-cols-3 lg:grid-cols-1">
      <Stat name="Median time to decide" value={median.value === null ? "No data" : figureText(median)}>
        <NumberLink href={links.medianTimeToDecide.counted}>
          {counted(median.total ?? 0, "decisions")}
        </NumberLink>{" "}
        by people in the last {query.window.days} days
      </Stat>
      <Stat name="90th percentile" value={ninetieth.value === null ? "No data" : figureText(ninetieth)}>
        9 of 10 decisions took less
      </Stat>
      <Stat name="Grants unused" value={shareText(grantsUnused.value, grantsUnused.total) ?? "No data"}>
        <NumberLink href={links.grantsUnused.counted}>{figureText(grantsUnused)}</NumberLink> expired ·{" "}
        <NumberLink href={links.grantsRedeemed.counted}>
          {figures.grantsRedeemed.value?.toLocaleString("en")}
        </NumberLink>{" "}
        redeemed ·{" "}
        <NumberLink href={links.grantsRevoked.counted}>
          {figures.grantsRevoked.value?.toLocaleString("en")}
        </NumberLink>{" "}
        revoked
      </Stat>
    </dl>
  );
}

function Stat(props: { name: string; value: string; children: React.ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="font-medium text-muted-foreground text-sm">{props.name}</dt>
      <dd className="font-semibold text-xl tabular-nums">{props.value}</dd>
      <dd className="text-[0.8125rem] text-muted-foreground">{props.children}</dd>
    </div>
  );
}
