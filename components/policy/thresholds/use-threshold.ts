import { useRef, useState } from "react";
import type { Measure } from "#lib/policy/thresholds/threshold";
import { openThreshold, rangeOf, type ThresholdStart } from "./on-screen.ts";
import { refit, scaleFor } from "./scale.ts";
import {
  changeTier,
  edgesOf,
  moveEdge,
  removeTier,
  splitTier,
  type TierDraft,
  typeEdge,
} from "./threshold-draft.ts";
import { outcomeWords, rangeWords } from "./threshold-words.ts";
import { unitOf } from "./tier-limit.ts";

/** A threshold in the editor, and every operation on it. */
export function useThreshold({ threshold, actionTitle, mostPast }: ThresholdStart) {
  const unit = unitOf(threshold.measure);
  const [tiers, setTiers] = useState(() => openThreshold(threshold, actionTitle));
  const [roomy, setRoomy] = useState(() => scaleFor(edgesOf(tiers), mostPast, unit));
  const [isLocked, setLocked] = useState(false);
  // A scale never changes under the pointer.
  const scale = isLocked ? roomy : refit(roomy, edgesOf(tiers), unit);
  const [announcement, announce] = useState("");
  const next = useRef(tiers.length);
  return {
    tiers,
    scale,
    unit,
    announcement,
    grab: () => {
      setRoomy(scale);
      setLocked(true);
    },
    release: () => setLocked(false),
    move: (index: number, to: number) => setTiers((now) => moveEdge(now, index, to, unit)),
    type: (index: number, typed: string) => setTiers(typeEdge(tiers, index, typed)),
    change: (index: number, change: Partial<TierDraft>) => setTiers(changeTier(tiers, index, change)),
    /** @returns whether there was room. */
    split: (index: number) => {
      const now = splitTier(tiers, index, `tier-${next.current++}`, unit);
      if (now === tiers) announce("There's no room for another limit in this tier.");
      else {
        setTiers(now);
        announce(`Tier added: ${inWords(threshold.measure, now, index + 1)}. You can change its limits.`);
      }
      return now !== tiers;
    },
    remove: (index: number) => {
      const now = removeTier(tiers, index);
      setTiers(now);
      const neighbour = Math.min(index, now.length - 1);
      announce(`Tier removed and merged into ${inWords(threshold.measure, now, neighbour)}.`);
    },
  };
}

function inWords(measure: Measure, tiers: TierDraft[], index: number): string {
  const { over, upTo } = rangeOf(tiers, index);
  const tier = tiers[index];
  return `${rangeWords(measure, over, upTo)}${tier ? `, ${outcomeWords(tier)}` : ""}`;
}
