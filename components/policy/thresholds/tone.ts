import type { Tier } from "#lib/policy/thresholds/threshold";

/** The colors of a tier's outcome: always next to the same information as text. */
export function toneOf({ outcome }: Pick<Tier, "outcome">) {
  return tones[outcome];
}

const tones = {
  allow: {
    soft: "bg-success-soft text-success",
    softFill: "fill-success-soft",
    fill: "fill-success",
    edge: "border-l-success",
  },
  step_up: {
    soft: "bg-info-soft text-info",
    softFill: "fill-info-soft",
    fill: "fill-info",
    edge: "border-l-info",
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
