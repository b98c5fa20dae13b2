import type { Ladder, Measure } from "#lib/policy/thresholds/threshold";
import { type BandDraft, lowerEdge } from "./threshold-draft.ts";
import { bandTitle } from "./threshold-words.ts";

export interface LadderStart {
  ladder: Ladder;
  /** Of the type of action. */
  actionTitle: string;
  /** The largest number that past requests had. */
  mostPast: number;
}

/** The range of a tier, for display or submission. */
export function rangeOf(bands: BandDraft[], index: number): { over: number; upTo: number | undefined } {
  const upTo = index < bands.length - 1 ? bands[index]?.upTo : undefined;
  return { over: lowerEdge(bands, index), upTo };
}

/** The tiers of a threshold in the form that the editor uses. */
export function openLadder({ bands, measure }: Ladder, actionTitle: string): BandDraft[] {
  return bands.map(({ upTo, ...band }, index) => {
    const range = { over: bands[index - 1]?.upTo ?? 0, upTo };
    // A title equal to the generated one was not written by an admin, and changes with the tier.
    const isMade = band.outcome === "none" || band.title === bandTitle(actionTitle, measure, band, range);
    const edge = { upTo: upTo ?? 0, typed: upTo === undefined ? "" : String(upTo) };
    return { ...band, ...edge, key: `band-${index}`, title: isMade ? "" : band.title };
  });
}

/** The threshold as the form sends it: limits as typed, whether or not they fit. */
export function sentLadder(bands: BandDraft[], { ladder, actionTitle }: LadderStart, measure: Measure) {
  const { id, action } = ladder;
  const all = bands.map(({ key, typed, upTo: _, ...band }, index) => {
    const made = bandTitle(actionTitle, measure, band, rangeOf(bands, index));
    const isLast = index === bands.length - 1;
    return { ...band, title: band.title.trim() || made, ...(isLast ? {} : { upTo: typed }) };
  });
  return { id, action, measure, bands: all };
}
