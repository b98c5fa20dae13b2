import type { Measure, Threshold } from "#lib/policy/thresholds/threshold";
import { lowerEdge, type TierDraft } from "./threshold-draft.ts";
import { isGeneratedTitle, tierTitle } from "./threshold-words.ts";

export interface ThresholdStart {
  threshold: Threshold;
  actionTitle: string;
  mostPast: number;
}

/** The range of a tier, for display or submission. */
export function rangeOf(tiers: TierDraft[], index: number): { over: number; upTo: number | undefined } {
  const upTo = index < tiers.length - 1 ? tiers[index]?.upTo : undefined;
  return { over: lowerEdge(tiers, index), upTo };
}

/** The tiers of a threshold in the form that the editor uses. */
export function openThreshold({ tiers, measure }: Threshold, actionTitle: string): TierDraft[] {
  return tiers.map(({ upTo, ...tier }, index) => {
    const range = { over: tiers[index - 1]?.upTo ?? 0, upTo };
    const isMade = tier.outcome === "none" || isGeneratedTitle(tier.title, { actionTitle, measure, range });
    const edge = { upTo: upTo ?? 0, typed: upTo === undefined ? "" : String(upTo) };
    const saved = { title: tier.title, tier: signatureOf(tier, range) };
    return { ...tier, ...edge, key: `tier-${index}`, title: isMade ? "" : tier.title, saved };
  });
}

/** The title of a tier without a title by an admin: generated anew once the tier differs from the saved one. */
export function madeTitle(
  tiers: TierDraft[],
  index: number,
  { actionTitle, measure }: { actionTitle: string; measure: Measure },
): string {
  const tier = tiers[index];
  if (tier?.saved?.title && !isMoved(tiers, index)) return tier.saved.title;
  return tierTitle(actionTitle, measure, rangeOf(tiers, index));
}

/** Whether a tier's range or outcome differs from the saved one. */
export function isMoved(tiers: TierDraft[], index: number): boolean {
  const tier = tiers[index];
  return tier?.saved !== undefined && tier.saved.tier !== signatureOf(tier, rangeOf(tiers, index));
}

function signatureOf(
  { outcome, approvals }: Pick<TierDraft, "outcome" | "approvals">,
  { over, upTo }: { over: number; upTo: number | undefined },
): string {
  return JSON.stringify([outcome, approvals, over, upTo ?? null]);
}

/** The threshold as sent: limits as typed, even unfit ones. */
export function sentThreshold(
  tiers: TierDraft[],
  { threshold, actionTitle }: ThresholdStart,
  measure: Measure,
) {
  const { id, action } = threshold;
  const all = tiers.map(({ key, typed, upTo: _, saved: __, ...tier }, index) => {
    const made = madeTitle(tiers, index, { actionTitle, measure });
    const isLast = index === tiers.length - 1;
    return { ...tier, title: tier.title.trim() || made, ...(isLast ? {} : { upTo: typed }) };
  });
  return { id, action, measure, tiers: all };
}
