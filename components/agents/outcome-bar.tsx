import { grouped } from "#components/text/plural.ts";
import { type Outcomes, outcomeColors, outcomeWords, totalOf } from "./outcomes.ts";

/**
 * The outcomes of an agent's requests in 30 days: one bar in parts, drawn on the server, and their
 * number. The parts in words are the bar's name, which a pointer shows and screen readers read.
 */
export function OutcomeBar({ outcomes }: { outcomes: Outcomes }) {
  const total = totalOf(outcomes);
  const words = outcomeWords(outcomes);
  let end = 0;
  return (
    <span className="flex items-center gap-3" title={words}>
      <svg
        role="img"
        aria-label={words}
        viewBox="0 0 100 8"
        preserveAspectRatio="none"
        className="h-2 min-w-0 flex-1 overflow-hidden rounded-sm"
      >
        <rect width="100" height="8" className="fill-muted" />
        {outcomeColors.map(({ outcome, fill }) => {
          const width = total === 0 ? 0 : ((outcomes[outcome] ?? 0) / total) * 100;
          const start = end;
          end += width;
          return width > 0 ? (
            <rect key={outcome} x={start} width={width} height="8" className={fill} />
          ) : null;
        })}
      </svg>
      <span aria-hidden className="text-[0.8125rem] text-muted-foreground tabular-nums">
        {total === 0 ? "None" : grouped(total)} in 30 days
      </span>
    </span>
  );
}
