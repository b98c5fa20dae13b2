import { type Outcomes, outcomeColors, outcomesInShort, outcomeWords, totalOf } from "./outcomes.ts";

/**
 * The outcomes of an agent's requests in 30 days: one bar in parts, drawn on the server, with the
 * same as text for screen readers.
 */
export function OutcomeBar({ outcomes }: { outcomes: Outcomes }) {
  const total = totalOf(outcomes);
  const words = outcomeWords(outcomes);
  let end = 0;
  return (
    <span className="grid gap-1">
      <svg
        role="img"
        aria-label={words}
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        className="h-1.5 w-full overflow-hidden rounded-sm"
      >
        <title>{words}</title>
        <rect width="100" height="6" className="fill-muted" />
        {outcomeColors.map(({ outcome, fill }) => {
          const width = total === 0 ? 0 : ((outcomes[outcome] ?? 0) / total) * 100;
          const start = end;
          end += width;
          return width > 0 ? (
            <rect key={outcome} x={start} width={width} height="6" className={fill} />
          ) : null;
        })}
      </svg>
      <span aria-hidden className="text-[0.8125rem] text-muted-foreground tabular-nums">
        {outcomesInShort(outcomes)}
      </span>
    </span>
  );
}
