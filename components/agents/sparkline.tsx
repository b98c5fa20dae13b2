import { barsPath } from "./bars-path.ts";
import type { Day } from "./daily-chart.tsx";
import { totalOf } from "./outcomes.ts";

const height = 24;

/** An agent's requests by day, without outcomes: bars in the height of a line, drawn on the server. */
export function Sparkline({ days }: { days: Day[] }) {
  const totals = days.map(({ outcomes }) => totalOf(outcomes));
  const tallest = Math.max(1, ...totals);
  const bars = totals.map((total, index) => {
    const tall = Math.max(1, (total / tallest) * height);
    return { isNone: total === 0, x: index * 4, y: height - tall, width: 3, height: tall };
  });
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${days.length * 4} ${height}`}
      preserveAspectRatio="none"
      className="h-6 w-full max-w-32"
    >
      <path d={barsPath(bars.filter(({ isNone }) => isNone))} className="fill-border" />
      <path d={barsPath(bars.filter(({ isNone }) => !isNone))} className="fill-primary" />
    </svg>
  );
}
