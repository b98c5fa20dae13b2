import { grouped } from "#components/text/plural.ts";
import { barsPath, stackedPaths } from "./bars-path.ts";
import { ChartTable } from "./chart-table.tsx";
import { type Outcomes, outcomeColors, outcomeWords, totalOf } from "./outcomes.ts";

export interface Day {
  /** ISO date, UTC. */
  date: string;
  outcomes: Outcomes;
}

const height = 60;

/** An agent's requests by day and outcome: bars drawn on the server, in words and as a table too. */
export function DailyChart({ days }: { days: Day[] }) {
  const tallest = Math.max(1, ...days.map(({ outcomes }) => totalOf(outcomes)));
  const sum: Outcomes = {};
  for (const { outcomes } of days)
    for (const { outcome } of outcomeColors) sum[outcome] = (sum[outcome] ?? 0) + (outcomes[outcome] ?? 0);
  const seen = outcomeColors.filter(({ outcome }) => (sum[outcome] ?? 0) > 0);
  const asked = days.filter(({ outcomes }) => totalOf(outcomes) > 0);
  return (
    <div className="grid gap-3">
      <svg
        role="img"
        aria-label={outcomeWords(sum)}
        viewBox={`0 0 ${days.length * 10} ${height}`}
        preserveAspectRatio="none"
        className="h-16 w-full"
      >
        <Bars days={days} tallest={tallest} />
      </svg>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-[0.8125rem] text-muted-foreground tabular-nums">
        {seen.map(({ outcome, word, swatch }) => (
          <li key={outcome} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-2.5 rounded-sm ${swatch}`} />
            {grouped(sum[outcome] ?? 0)} {word}
          </li>
        ))}
      </ul>
      {asked.length > 0 ? (
        <ChartTable
          heading="Day (UTC)"
          columns={seen.map(({ outcome, word }) => ({ outcome, word }))}
          rows={asked.map(({ date, outcomes }) => ({
            label: date,
            cells: seen.map(({ outcome }) => ({ count: outcomes[outcome] ?? 0 })),
          }))}
        />
      ) : null}
    </div>
  );
}

function Bars({ days, tallest }: { days: Day[]; tallest: number }) {
  const lines = days.map((_, index) => ({ x: index * 10 + 1, y: height - 1, width: 8, height: 1 }));
  const paths = stackedPaths(
    days.map(({ outcomes }) => outcomes),
    { looks: outcomeColors, height, scale: (height - 1) / tallest },
  );
  return (
    <>
      <path d={barsPath(lines)} className="fill-border" />
      {paths.map(({ outcome, fill, path }) => (
        <path key={outcome} d={path} className={fill} />
      ))}
    </>
  );
}
