import { useMemo } from "react";
import type { Tier } from "#lib/policy/thresholds/threshold";
import type { Distribution } from "#lib/requests/amount-distribution";
import type { ThresholdScale } from "../scale.ts";
import { toneOf } from "../tone.ts";
import { full, pastBars } from "./past-bars.ts";

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
