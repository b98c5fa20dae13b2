import { DifferenceEntry, DifferenceLine } from "#components/policy/difference/difference-entry";
import { ThresholdTiers, type ThresholdView } from "./tiers.tsx";

/** A changed threshold, prepared for display; absent on the side without the threshold. */
export interface ThresholdChangeView {
  id: string;
  /** Of the type of action. */
  actionTitle: string;
  before: ThresholdView | undefined;
  after: ThresholdView | undefined;
}

/** The tiers before and after. */
export function ThresholdDifference({ change }: { change: ThresholdChangeView }) {
  const { before, after, actionTitle } = change;
  if (before && after)
    return (
      <DifferenceEntry kind="changed" what={`Threshold changed: ${actionTitle}`}>
        <DifferenceLine label="Before">
          <Summary ladder={before} />
        </DifferenceLine>
        <DifferenceLine label="After">
          <Summary ladder={after} />
        </DifferenceLine>
      </DifferenceEntry>
    );
  const ladder = after ?? before;
  if (!ladder) return null;
  return (
    <DifferenceEntry
      kind={after ? "added" : "removed"}
      what={`Threshold ${after ? "added" : "removed"}: ${actionTitle}`}
    >
      <Summary ladder={ladder} />
    </DifferenceEntry>
  );
}

function Summary({ ladder }: { ladder: ThresholdView }) {
  const states = [ladder.isEnabled ? "" : "disabled", ladder.isMonitored ? "monitored" : ""].filter(Boolean);
  return (
    <div className="grid gap-1.5">
      <p className="text-sm">
        {ladder.title}
        {ladder.scope ? `, only when ${ladder.scope}` : ""}
        {states.length > 0 ? ` (${states.join(", ")})` : ""}
      </p>
      <ThresholdTiers tiers={ladder.tiers} />
    </div>
  );
}
