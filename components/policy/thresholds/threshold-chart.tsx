import { useMemo } from "react";
import type { Tier } from "#lib/policy/thresholds/threshold";
import type { Distribution } from "#lib/requests/amount-distribution";
import { positionOf, type ThresholdScale } from "./scale.ts";
import { toneOf } from "./tone.ts";

/** The height of the chart in its own units; its width is 1. */
const full = 100;

const bars = 72;
/** The least width of a bar. */
const least = 0.003;

/** Past requests by the threshold's measure, on its scale, each in the color of its tier. */
export function ThresholdChart(props: {
  distribution: Distribution;
  scale: ThresholdScale;
  tiers: (Pick<Tier, "outcome" | "approvals"> & { key: string })[];
  edges: number[];
  describedBy: string;
  /** Where it is in the drawing, in pixels. */
  y: number;
  height: number;
}) {
  const { distribution, scale, edges } = props;
  const limits = edges.join();
  // The same limits are another array each time.
  const paths = useMemo(
    () => pastBars(distribution, scale, limits === "" ? [] : limits.split(",").map(Number)),
    [distribution, scale, limits],
  );
  return (
    <svg
      role="img"
      aria-label="Distribution of past requests"
      aria-describedby={props.describedBy}
      viewBox={`0 0 1 ${full}`}
      preserveAspectRatio="none"
      y={props.y}
      width="100%"
      height={props.height}
    >
      {props.tiers.map((tier, index) => (
        <path key={tier.key} className={toneOf(tier).fill} d={paths[index]} />
      ))}
    </svg>
  );
}

/** A path for each tier. A bar ends at a limit: no bar has a foreign color. The smallest can be seen. */
export function pastBars(distribution: Distribution, scale: ThresholdScale, edges: number[]): string[] {
  const tiers = [...edges, Number.POSITIVE_INFINITY].map(() => new Array<number>(bars).fill(0));
  for (const { upTo, count } of distribution.buckets) {
    const tier = edges.filter((edge) => upTo > edge).length;
    const bar = Math.min(bars - 1, Math.max(0, Math.ceil(positionOf(scale, upTo) * bars) - 1));
    const counts = tiers[tier];
    if (counts) counts[bar] = (counts[bar] ?? 0) + count;
  }
  const most = Math.max(1, ...tiers.flat());
  const ends = [0, ...edges.map((edge) => positionOf(scale, edge)), 1];
  return tiers.map((counts, tier) =>
    counts
      .map((count, bar) => {
        if (count === 0) return "";
        const top = full - Math.max(3, (count / most) * (full - 2));
        const [left, right] = within(bar, ends[tier] ?? 0, ends[tier + 1] ?? 1);
        const gap = (right - left) * 0.08;
        return `M${(left + gap).toFixed(4)} ${full}V${top.toFixed(1)}H${(right - gap).toFixed(4)}V${full}Z`;
      })
      .join(""),
  );
}

/** The ends of the part of a bar's stretch between two limits: wide enough to be seen. */
function within(bar: number, from: number, to: number): [left: number, right: number] {
  const [left, right] = [Math.max(bar / bars, from), Math.min((bar + 1) / bars, to)];
  return right === to ? [Math.min(left, right - least), right] : [left, Math.max(right, left + least)];
}
