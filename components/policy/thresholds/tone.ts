import type { Tier } from "#lib/policy/thresholds/threshold";

/** The colors of a tier's outcome: always next to the same information as text. */
export function toneOf({ outcome, approvals }: Pick<Tier, "outcome" | "approvals">) {
  if (outcome === "step_up") return approvals === 1 ? tones.one : tones.several;
  return tones[outcome];
}

const tones = {
  allow: {
    soft: "bg-success-soft text-success",
    softFill: "fill-success-soft",
    fill: "fill-success",
    edge: "border-l-success",
  },
  one: {
    soft: "bg-info-soft text-info",
    softFill: "fill-info-soft",
    fill: "fill-info",
    edge: "border-l-info",
  },
  several: {
    soft: "bg-warning-soft text-warning",
    softFill: "fill-warning-soft",
    fill: "fill-warning",
    edge: "border-l-warning",
  },
  block: {
    soft: "bg-danger-soft text-danger",
    softFill: "fill-danger-soft",
    fill: "fill-danger",
    edge: "border-l-danger",
  },
  none: {
    soft: "bg-muted text-muted-foreground",
    softFill: "fill-muted",
    fill: "fill-muted-foreground",
    edge: "border-l-border",
  },
};
