import { BeforeAndAfter, DifferenceEntry } from "#components/policy/difference-entry";
import { MarkBadge } from "#components/policy/mark-badge";
import { cn } from "#components/ui/cn.ts";
import type { Moved, MovedTier } from "./moved-tiers.ts";
import { rangeParts } from "./threshold-words.ts";
import { ThresholdTiers, type ThresholdView } from "./tiers.tsx";
import { toneOf } from "./tone.ts";

/** A changed threshold, prepared for display; absent on the side without the threshold. */
export interface ThresholdChangeView {
  id: string;
  actionTitle: string;
  before: ThresholdView | undefined;
  after: ThresholdView | undefined;
  /** Set when one drawing shows both sides. */
  moved: MovedTier[] | undefined;
}

/** The tiers before and after, in one bar where only limits and outcomes changed. */
export function ThresholdDifference({ change }: { change: ThresholdChangeView }) {
  const { before, after, actionTitle } = change;
  if (after && change.moved)
    return (
      <DifferenceEntry kind="changed" what={`Threshold changed: ${actionTitle}`}>
        <div className="grid gap-1.5">
          <ThresholdTitle threshold={after} />
          <MovedTiers tiers={change.moved} />
        </div>
      </DifferenceEntry>
    );
  if (before && after)
    return (
      <DifferenceEntry kind="changed" what={`Threshold changed: ${actionTitle}`}>
        <BeforeAndAfter before={<Summary threshold={before} />} after={<Summary threshold={after} />} />
      </DifferenceEntry>
    );
  const threshold = after ?? before;
  if (!threshold) return null;
  return (
    <DifferenceEntry
      kind={after ? "added" : "removed"}
      what={`Threshold ${after ? "added" : "removed"}: ${actionTitle}`}
    >
      <Summary threshold={threshold} />
    </DifferenceEntry>
  );
}

function Summary({ threshold }: { threshold: ThresholdView }) {
  return (
    <div className="grid gap-1.5">
      <ThresholdTitle threshold={threshold} />
      <ThresholdTiers tiers={threshold.tiers} />
    </div>
  );
}

function ThresholdTitle({ threshold }: { threshold: ThresholdView }) {
  const states = [threshold.isEnabled ? "" : "disabled", threshold.isMonitored ? "monitored" : ""].filter(
    Boolean,
  );
  return (
    <p className="text-sm">
      {threshold.title}
      {threshold.scope ? `, only when ${threshold.scope}` : ""}
      {states.length > 0 ? ` (${states.join(", ")})` : ""}
    </p>
  );
}

/** The future tiers, each moved limit next to the earlier limit, the changed tiers outlined. */
function MovedTiers({ tiers }: { tiers: MovedTier[] }) {
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
