import { DifferenceEntry, DifferenceLine } from "#components/policy/difference-entry";
import type { MovedTier } from "./moved-tiers.ts";
import { MovedTiers } from "./moved-tiers-bar.tsx";
import { ThresholdTiers, type ThresholdView } from "./tiers.tsx";

/** A changed threshold, prepared for display; absent on the side without the threshold. */
export interface ThresholdChangeView {
  id: string;
  /** Of the type of action. */
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
        <DifferenceLine label="Before">
          <Summary threshold={before} />
        </DifferenceLine>
        <DifferenceLine label="After">
          <Summary threshold={after} />
        </DifferenceLine>
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
