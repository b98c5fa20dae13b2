import { grouped } from "#components/text/plural.ts";
import { barsPath, stackedPaths } from "./bars-path.ts";
import { type Outcomes, outcomeColors, outcomeWords, totalOf } from "./outcomes.ts";

export interface Day {
  /** ISO date, UTC. */
  date: string;
  outcomes: Outcomes;
}

const height = 60;

/**
 * An agent's requests by day and outcome: bars drawn on the server, with the same in words and as a
 * table.
 */
export function DailyChart({ days }: { days: Day[] }) {
  const tallest = Math.max(1, ...days.map(({ outcomes }) => totalOf(outcomes)));
  const sum: Outcomes = {};
  for (const { outcomes } of days)
    for (const { outcome } of outcomeColors) sum[outcome] = (sum[outcome] ?? 0) + (outcomes[outcome] ?? 0);
  const seen = outcomeColors.filter(({ outcome }) => (sum[outcome] ?? 0) > 0);
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
      <DayTable days={days.filter(({ outcomes }) => totalOf(outcomes) > 0)} seen={seen} />
    </div>
  );
}

/** A line under each day, and the day's requests by outcome. */
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

function DayTable({ days, seen }: { days: Day[]; seen: typeof outcomeColors }) {
  if (days.length === 0) return null;
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm py-3 text-link text-sm fine:py-1.5">
        View as table
      </summary>
      <div className="overflow-x-auto">
        <table className="w-full text-left text-[0.8125rem] tabular-nums">
          <thead>
            <tr className="border-b">
              <th scope="col" className="py-1.5 pr-4 font-medium">
                Day (UTC)
              </th>
              {seen.map(({ outcome, word }) => (
                <th key={outcome} scope="col" className="py-1.5 pr-4 font-medium">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map(({ date, outcomes }) => (
              <tr key={date} className="border-b last:border-0">
                <th scope="row" className="whitespace-nowrap py-1.5 pr-4 font-normal">
                  {date}
                </th>
                {seen.map(({ outcome }) => (
                  <td key={outcome} className="py-1.5 pr-4">
                    {outcomes[outcome] ?? 0}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
