import { keyed } from "#components/text/keyed.ts";
import type { AmountFinding } from "#lib/requests/unusual/finding";

/**
 * The approved amounts as dots on a line, their median as a tick, and the amount of this request as
 * a diamond. The sentence above has the same in words.
 */
export function StripPlot({ finding }: { finding: AmountFinding }) {
  const { amount, min, max, median, values } = finding;
  // Binary fractions are exact enough for a place on the screen; the words have the exact numbers.
  const start = Math.min(Number(min), Number(amount));
  const span = Math.max(Number(max), Number(amount)) - start;
  const place = (value: string) => {
    const share = (Number(value) - start) / span;
    return `${2 + 96 * (Number.isFinite(share) ? share : 0)}%`;
  };
  return (
    <div aria-hidden className="grid gap-1">
      <svg className="h-6 w-full" role="presentation">
        <line x1="2%" x2="98%" y1="12" y2="12" className="stroke-border" strokeWidth="2" />
        <line x1={place(median)} x2={place(median)} y1="3" y2="21" className="stroke-muted-foreground" />
        {keyed(values).map(([key, value]) => (
          <circle
            key={key}
            cx={place(value)}
            cy="12"
            r="4"
            className="fill-muted-foreground"
            opacity="0.55"
          />
        ))}
        <svg x={place(amount)} y="12" overflow="visible" role="presentation">
          <path d="M0-8 8 0 0 8-8 0Z" className="fill-warning stroke-card" strokeWidth="2" />
        </svg>
      </svg>
      <p className="flex flex-wrap gap-x-4 text-[0.8125rem] text-muted-foreground">
        <span className="inline-flex items-center gap-1.5">
          <span className="size-2 rounded-full bg-muted-foreground" />
          Approved
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span className="size-2 rotate-45 bg-warning" />
          This request
        </span>
      </p>
    </div>
  );
}
