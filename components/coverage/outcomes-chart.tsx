import { type Bar, looks } from "./bar.ts";
import { OutcomesTable } from "./outcomes-table.tsx";
import { NumberLink } from "./share-card.tsx";

const height = 100;
/**
 * How requests ended over time: bars drawn on the server, the sums as links, and everything again
 * as a table.
 */
export function OutcomesChart(props: { bars: Bar[]; sums: Bar; per: "day" | "week" }) {
  const { bars, sums } = props;
  const tallest = Math.max(...bars.map(totalOf), 1);
  const words = looks.map(({ outcome, word }) => `${sums.counts[outcome]} ${word}`).join(", ");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-3">
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-muted-foreground text-xs tabular-nums">
        <div aria-hidden className="flex flex-col justify-between text-right leading-none">
          <span>{tallest.toLocaleString("en")}</span>
          <span>0</span>
        </div>
        <svg
          role="img"
          aria-label={`Requests by ${props.per} and outcome: ${words}`}
          viewBox={`0 0 ${bars.length * 10} ${height}`}
          preserveAspectRatio="none"
          className="h-40 w-full border-t border-b"
        >
          {bars.map((bar, index) => (
            <Stack key={bar.label} bar={bar} x={index * 10 + 1} tallest={tallest} />
          ))}
        </svg>
        <div aria-hidden className="col-start-2 flex justify-between pt-1">
          <span>{bars[0]?.label}</span>
          <span>{bars.at(-1)?.label}</span>
        </div>
      </div>
      <ul className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
        {looks.map(({ outcome, word, swatch }) => (
          <li key={outcome} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-2.5 rounded-sm ${swatch}`} />
            <NumberLink href={sums.links[outcome]}>
              {sums.counts[outcome].toLocaleString("en")} {word}
            </NumberLink>
          </li>
        ))}
      </ul>
      <OutcomesTable bars={bars.filter((bar) => totalOf(bar) > 0)} per={props.per} />
    </div>
  );
}

function totalOf({ counts }: Bar): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function Stack({ bar, x, tallest }: { bar: Bar; x: number; tallest: number }) {
  let top = height;
  return (
    <g>
      <title>{`${bar.label}: ${totalOf(bar)}`}</title>
      {looks.map(({ outcome, fill }) => {
        const tall = (bar.counts[outcome] / tallest) * height;
        top -= tall;
        return tall > 0 ? (
          <rect
            key={outcome}
            x={x}
            y={top}
            width="8"
            height={tall}
            vectorEffect="non-scaling-stroke"
            className={`stroke-card ${fill}`}
          />
        ) : null;
      })}
    </g>
  );
}
