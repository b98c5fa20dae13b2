"use client";

import { useRef, useState } from "react";
import type { Measure } from "#lib/policy/thresholds/threshold";
import { type LadderStart, openLadder, rangeOf } from "./on-screen.ts";
import { refit, scaleFor } from "./scale.ts";
import {
  type BandDraft,
  changeBand,
  edgesOf,
  moveEdge,
  removeBand,
  splitBand,
  typeEdge,
} from "./threshold-draft.ts";
import { outcomeWords, rangeWords } from "./threshold-words.ts";
import { unitOf } from "./tier-limit.ts";

/** A threshold in the editor, and every operation on it. */
export function useLadder({ ladder, actionTitle, mostPast }: LadderStart) {
  const unit = unitOf(ladder.measure);
  const [bands, setBands] = useState(() => openLadder(ladder, actionTitle));
  const [roomy, setRoomy] = useState(() => scaleFor(edgesOf(bands), mostPast, unit));
  const [isHeld, setHeld] = useState(false);
  // A scale never changes under the pointer.
  const scale = isHeld ? roomy : refit(roomy, edgesOf(bands), unit);
  const [announcement, announce] = useState("");
  const next = useRef(bands.length);
  return {
    bands,
    scale,
    unit,
    announcement,
    /** A limit is grabbed, to be dragged. */
    grab: () => {
      setRoomy(scale);
      setHeld(true);
    },
    release: () => setHeld(false),
    move: (index: number, to: number) => setBands((now) => moveEdge(now, index, to, unit)),
    type: (index: number, typed: string) => setBands(typeEdge(bands, index, typed)),
    change: (index: number, change: Partial<BandDraft>) => setBands(changeBand(bands, index, change)),
    /** @returns whether there was room. */
    split: (index: number) => {
      const now = splitBand(bands, index, `band-${next.current++}`, unit);
      if (now === bands) announce("There's no room for another limit in this tier.");
      else {
        setBands(now);
        announce(`Tier added: ${inWords(ladder.measure, now, index + 1)}. You can change its limits.`);
      }
      return now !== bands;
    },
    remove: (index: number) => {
      const now = removeBand(bands, index);
      setBands(now);
      const neighbour = Math.min(index, now.length - 1);
      announce(`Tier removed and merged into ${inWords(ladder.measure, now, neighbour)}.`);
    },
  };
}

function inWords(measure: Measure, bands: BandDraft[], index: number): string {
  const { over, upTo } = rangeOf(bands, index);
  const band = bands[index];
  return `${rangeWords(measure, over, upTo)}${band ? `, ${outcomeWords(band)}` : ""}`;
}
