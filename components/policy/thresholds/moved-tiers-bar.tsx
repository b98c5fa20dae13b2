import { MarkBadge } from "#components/policy/mark-badge";
import { cn } from "#components/ui/cn.ts";
import type { Moved, MovedTier } from "./moved-tiers.ts";
import { rangeParts } from "./threshold-words.ts";
import { toneOf } from "./tone.ts";

/** The tiers as they will be, each moved limit next to the earlier one, the changed tiers outlined. */
export function MovedTiers({ tiers }: { tiers: MovedTier[] }) {
  return (
    <ol className="grid gap-1 sm:grid-flow-col sm:auto-cols-fr sm:grid-cols-none">
      {tiers.map((tier) => (
        <li
          key={tier.key}
          className={cn(
            "grid min-w-0 content-start gap-0.5 rounded-md px-3 py-2 text-[0.8125rem]",
            toneOf(tier).soft,
            tier.isChanged && "outline-2 outline-current -outline-offset-2",
          )}
        >
          <span className="tabular-nums first-letter:uppercase">
            <Range tier={tier} />
          </span>
          <span className="font-medium">
            <Change moved={tier.words} />
          </span>
          {tier.isChanged ? (
            <span className="mt-1">
              <MarkBadge mark="edited" />
            </span>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function Range({ tier: { over, upTo } }: { tier: MovedTier }) {
  return rangeParts(over, upTo).map((part) =>
    typeof part === "string" ? part : <Change key={part.after} moved={part} />,
  );
}

function Change({ moved: { before, after } }: { moved: Moved }) {
  if (before === undefined) return after;
  return (
    <>
      {before} <span aria-hidden>→</span>
      <span className="sr-only">changed to</span> <strong className="font-semibold">{after}</strong>
    </>
  );
}
