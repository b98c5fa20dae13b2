import { grouped } from "#components/text/plural.ts";
import { inSentence, stateLabels } from "#lib/text/labels";

/** The number of requests by state. */
export type Outcomes = Partial<Record<Outcome, number>>;
export type Outcome = keyof typeof stateLabels;

const colors: Record<Outcome, { fill: string; swatch: string }> = {
  allowed: { fill: "fill-chart-allowed", swatch: "bg-chart-allowed" },
  approved: { fill: "fill-chart-approved", swatch: "bg-chart-approved" },
  pending: { fill: "fill-chart-pending", swatch: "bg-chart-pending" },
  denied: { fill: "fill-chart-denied", swatch: "bg-chart-denied" },
  blocked: { fill: "fill-chart-blocked", swatch: "bg-chart-blocked" },
  expired: { fill: "fill-chart-expired", swatch: "bg-chart-expired" },
  cancelled: { fill: "fill-chart-cancelled", swatch: "bg-chart-cancelled" },
};

/** The parts of a chart in order. Color never carries the meaning alone: labels are next to the parts. */
export const outcomeColors = (Object.keys(colors) as Outcome[]).map((outcome) => ({
  outcome,
  word: inSentence(stateLabels[outcome]),
  ...colors[outcome],
}));

export function totalOf(outcomes: Outcomes): number {
  return Object.values(outcomes).reduce((sum, count) => sum + count, 0);
}

/** "42 requests in 30 days: 30 auto-approved, 12 approved". */
export function outcomeWords(outcomes: Outcomes): string {
  const total = totalOf(outcomes);
  if (total === 0) return "No requests in 30 days";
  const parts = outcomeColors.flatMap(({ outcome, word }) => {
    const count = outcomes[outcome] ?? 0;
    return count > 0 ? [`${grouped(count)} ${word}`] : [];
  });
  const noun = total === 1 ? "request" : "requests";
  return `${grouped(total)} ${noun} in 30 days: ${parts.join(", ")}`;
}
