import type { Measure } from "#lib/policy/thresholds/threshold";
import { inSentence } from "#lib/text/labels";
import { isMoved } from "./on-screen.ts";
import type { TierDraft } from "./threshold-draft.ts";
import { outcomeWords, valueText } from "./threshold-words.ts";

/** Warnings about a valid but unusual threshold, shown before saving, and never blocking. */
export function cautionsOf(tiers: TierDraft[], measure: Measure): string[] {
  const cautions: string[] = [];
  const last = tiers.at(-1);
  if (last?.outcome === "allow") cautions.push("There's no upper limit on what's auto-approved.");
  for (const [index, tier] of tiers.entries()) {
    if (tier.title !== "" && isMoved(tiers, index))
      cautions.push(`“${tier.title}” keeps its name. Check that the name still fits.`);
    const below = tiers[index - 1];
    if (!below || !(strictness(tier) < strictness(below))) continue;
    const edge = valueText(measure, below.upTo);
    cautions.push(
      `Amounts over ${edge} are treated more leniently than smaller ones (${inSentence(outcomeWords(tier))}).`,
    );
  }
  return cautions;
}

// Where other rules decide, the strictness is unknown here.
function strictness({ outcome, approvals }: TierDraft): number {
  return { allow: 0, step_up: approvals, block: 9, none: Number.NaN }[outcome];
}
