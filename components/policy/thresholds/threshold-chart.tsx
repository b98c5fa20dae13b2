import { useId, useMemo } from "react";
import type { Tier } from "#lib/policy/thresholds/threshold";
import type { Distribution } from "#lib/requests/amount-distribution";
import { positionOf, type ThresholdScale } from "./scale.ts";
import { toneOf } from "./tone.ts";

const bars = 72;
/** The size of the chart in its own units. */
const full = 100;

/**
 * Past requests by the threshold's measure, on the threshold's scale, each in the color of its
 * tier.
 */
export function ThresholdChart(props: {
  distribution: Distribution;
  scale: ThresholdScale;
  tiers: (Pick<Tier, "outcome" | "approvals"> & { key: string })[];
  edges: number[];
  /** The ID of the text with the same content. */
  describedBy: string;
  /** Where it is in the drawing, in pixels. */
  y: number;
  height: number;
}) {
  const { distribution, scale, edges } = props;
  const id = useId();
  const path = useMemo(() => barsPath(distribution, scale), [distribution, scale]);
  const ends = [0, ...edges.map((edge) => positionOf(scale, edge)), 1];
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
      {props.tiers.map((tier, index) => {
        const [from = 0, to = 1] = [ends[index], ends[index + 1]];
        return (
          <g key={tier.key} className={toneOf(tier).fill}>
            <clipPath id={`${id}${tier.key}`}>
              <rect x={from} width={Math.max(0, to - from)} y={0} height={full} />
            </clipPath>
            <path d={path} clipPath={`url(#${id}${tier.key})`} />
          </g>
        );
      })}
    </svg>
  );
}

/** One bar for each stretch of the scale; the smallest can still be seen. */
function barsPath(distribution: Distribution, scale: ThresholdScale): string {
  const counts = new Array<number>(bars).fill(0);
  for (const { upTo, count } of distribution.buckets) {
    const bar = Math.min(bars - 1, Math.max(0, Math.ceil(positionOf(scale, upTo) * bars) - 1));
    counts[bar] = (counts[bar] ?? 0) + count;
  }
  const most = Math.max(1, ...counts);
  return counts
    .map((count, bar) => {
      if (count === 0) return "";
      const top = full - Math.max(3, (count / most) * (full - 2));
      const [left, right] = [(bar + 0.08) / bars, (bar + 0.92) / bars];
      return `M${left.toFixed(4)} ${full}V${top.toFixed(1)}H${right.toFixed(4)}V${full}Z`;
    })
    .join("");
}
