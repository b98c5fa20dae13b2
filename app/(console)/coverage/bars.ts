import { auditHref, coverageLinks } from "#app/web/query/coverage-links";
import type { CoverageQuery } from "#app/web/query/coverage-query";
import type { Bar } from "#components/coverage/bar.ts";
import { dayText } from "#components/coverage/figure-text.ts";
import { byWeek, type OutcomeBar, outcomes, sumOf } from "#lib/coverage/outcomes";

/** The chart's bars and sums; each number links to a list. */
export function chartBars(days: OutcomeBar[], { window, per }: CoverageQuery): { bars: Bar[]; sums: Bar } {
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
