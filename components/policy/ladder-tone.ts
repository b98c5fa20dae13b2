import type { Band } from "#lib/policy/ladder";

/** The colours of what a band does: always beside words that say the same. */
export function toneOf({ outcome, approvals }: Pick<Band, "outcome" | "approvals">) {
  if (outcome === "step_up") return approvals === 1 ? tones.one : tones.several;
  return tones[outcome];
}

const tones = {
  allow: { soft: "bg-success-soft text-success", solid: "text-success", edge: "border-l-success" },
  one: { soft: "bg-info-soft text-info", solid: "text-info", edge: "border-l-info" },
  several: { soft: "bg-warning-soft text-warning", solid: "text-warning", edge: "border-l-warning" },
  block: { soft: "bg-danger-soft text-danger", solid: "text-danger", edge: "border-l-danger" },
  none: {
    soft: "bg-muted text-muted-foreground",
    solid: "text-muted-foreground",
    edge: "border-l-border",
  },
};
