import { auditHref, coverageLinks } from "#app/web/query/coverage-links";
import type { CoverageQuery } from "#app/web/query/coverage-query";
import type { Bar } from "#components/coverage/bar.ts";
import { dayText } from "#components/coverage/figure-text.ts";
import { NumberLink } from "#components/coverage/number-link";
import { OutcomesChart } from "#components/coverage/outcomes-chart";
import { grouped } from "#components/text/plural.ts";
import { ContentCard } from "#components/ui/card";
import type { Figures } from "#lib/coverage/measures";
import { byWeek, type OutcomeBar, outcomes, sumOf } from "#lib/coverage/outcomes";

export function Decisions(props: {
  query: CoverageQuery;
  figures: Figures;
  links: ReturnType<typeof coverageLinks>;
  days: OutcomeBar[];
}) {
  const { query, days, figures, links } = props;
  return (
    <ContentCard aria-label="Decisions" title="Requests by outcome" layout="grid gap-4">
      <OutcomesChart {...chartBars(days, query)} per={query.per} />
      <Grants figures={figures} links={links} />
    </ContentCard>
  );
}

function Grants({ figures, links }: { figures: Figures; links: ReturnType<typeof coverageLinks> }) {
  const parts = [
    { id: "grantsRedeemed", word: "redeemed", value: figures.grantsRedeemed.value },
    { id: "grantsUnused", word: "expired unused", value: figures.grantsUnused.value },
    { id: "grantsRevoked", word: "revoked", value: figures.grantsRevoked.value },
  ] as const;
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 border-t pt-3 text-sm">
      <span className="text-muted-foreground">Grants</span>
      {parts.map(({ id, word, value }) => (
        <span key={id} className={value ? "" : "text-muted-foreground"}>
          {value ? <NumberLink href={links[id].counted}>{grouped(value)}</NumberLink> : "0"} {word}
        </span>
      ))}
    </p>
  );
}

function chartBars(days: OutcomeBar[], { window, per }: CoverageQuery): { bars: Bar[]; sums: Bar } {
  const spans = per === "week" ? byWeek(days) : days;
  const links = coverageLinks(window);
  const sums = {
    label: "Total",
    short: "Total",
    counts: sumOf(days),
    links: linksOf((outcome) => links[outcome].counted),
  };
  return { bars: spans.map(barOf), sums };
}

function barOf({ from, to, counts }: OutcomeBar): Bar {
  return {
    label: dayText(from, { withYear: true }),
    short: dayText(from, { withYear: false }),
    counts,
    links: linksOf((outcome) => auditHref(`request.${outcome}`, { from, to })),
  };
}

function linksOf(link: (outcome: (typeof outcomes)[number]) => string): Bar["links"] {
  return Object.fromEntries(outcomes.map((outcome) => [outcome, link(outcome)])) as Bar["links"];
}
