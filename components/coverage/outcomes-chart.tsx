import { stackedPaths } from "#components/agents/bars-path.ts";
import { ChartTable } from "#components/agents/chart-table";
import { totalOf } from "#components/agents/outcomes.ts";
import { counted, grouped } from "#components/text/plural.ts";
import { cn } from "#components/ui/cn.ts";
import { type Bar, looks } from "./bar.ts";
import { NumberLink } from "./number-link.tsx";

const height = 100;

/** Requests by outcome over time: bars drawn on the server, sums with links, and a table. */
export function OutcomesChart(props: { bars: Bar[]; sums: Bar; per: "day" | "week" }) {
  const { bars, sums } = props;
  const words = looks.map(({ outcome, word }) => `${sums.counts[outcome]} ${word}`).join(", ");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-3">
      <Bars bars={bars} label={`Requests by ${props.per} and outcome: ${words}`} />
      <ul className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
        {looks.map(({ outcome, word, swatch }) => (
          <li
            key={outcome}
            className={cn("flex items-center gap-1.5", !sums.counts[outcome] && "text-muted-foreground")}
          >
            <span
              aria-hidden
              className={cn("size-2.5 rounded-sm", swatch, !sums.counts[outcome] && "opacity-40")}
            />
            {sums.counts[outcome] ? (
              <NumberLink href={sums.links[outcome]}>
                {grouped(sums.counts[outcome])} {word}
              </NumberLink>
            ) : (
              `0 ${word}`
            )}
          </li>
        ))}
      </ul>
      <OutcomesTable bars={bars.filter((bar) => totalOf(bar.counts) > 0)} per={props.per} />
    </div>
  );
}

function Bars({ bars, label }: { bars: Bar[]; label: string }) {
  const axis = ticks(Math.max(...bars.map(({ counts }) => totalOf(counts))));
  const width = bars.length * 10;
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-muted-foreground text-xs tabular-nums">
      <div aria-hidden className="flex flex-col-reverse justify-between text-right leading-none">
        {axis.map((tick) => (
          <span key={tick}>{grouped(tick)}</span>
        ))}
      </div>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="h-40 w-full"
      >
        {axis.map((tick) => {
          const y = height - (tick / axis[2]) * height;
          return (
            <line
              key={tick}
              x2={width}
              y1={y}
              y2={y}
              vectorEffect="non-scaling-stroke"
              className="stroke-border"
            />
          );
        })}
        {stackedPaths(
          bars.map(({ counts }) => counts),
          { looks, height, scale: height / axis[2] },
        ).map(({ outcome, fill, path }) => (
          <path key={outcome} d={path} vectorEffect="non-scaling-stroke" className={`stroke-card ${fill}`} />
        ))}
        {bars.map((bar, index) => (
          <rect key={bar.label} x={index * 10} width="10" height={height} className="fill-transparent">
            <title>{hoverText(bar)}</title>
          </rect>
        ))}
      </svg>
      <div aria-hidden className="col-start-2 flex justify-between pt-1">
        {[bars[0], bars[Math.floor(bars.length / 2)], bars.at(-1)].map((bar) => (
          <span key={bar?.label}>{bar?.short}</span>
        ))}
      </div>
    </div>
  );
}

/** "25 Nov 2026: 42 requests, 40 auto-approved, 2 approved" */
function hoverText(bar: Bar): string {
  const parts = looks.flatMap(({ outcome, word }) =>
    bar.counts[outcome] ? [`${grouped(bar.counts[outcome])} ${word}`] : [],
  );
  return `${bar.label}: ${[counted(totalOf(bar.counts), "request"), ...parts].join(", ")}`;
}

/** Three labels of a vertical axis from 0, in round numbers up to the highest value or more. */
export function ticks(highest: number): [zero: number, middle: number, top: number] {
  const least = Math.max(highest, 2) / 2;
  const unit = 10 ** Math.floor(Math.log10(least));
  const middle = [1, 2, 2.5, 5, 10]
    .map((step) => step * unit)
    .find((step) => step >= least && Number.isInteger(step));
  const step = middle ?? Math.ceil(least);
  return [0, step, step * 2];
}

function OutcomesTable({ bars, per }: { bars: Bar[]; per: "day" | "week" }) {
  if (bars.length === 0)
    return <p className="text-muted-foreground text-sm">No closed requests in this period.</p>;
  return (
    <ChartTable
      heading={per === "day" ? "Day (UTC)" : "Days from (UTC)"}
      columns={looks.map(({ outcome, word }) => ({ outcome, word }))}
      rows={bars.toReversed().map(({ label, counts, links }) => ({
        label,
        cells: looks.map(({ outcome }) => ({ count: counts[outcome], href: links[outcome] })),
      }))}
    />
  );
}
