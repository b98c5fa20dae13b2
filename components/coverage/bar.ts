import { outcomeColors } from "#components/agents/outcomes.ts";

export type Outcome = "allowed" | "approved" | "denied" | "blocked" | "expired" | "cancelled";

export interface Bar {
  /** The day, or the first of the days, in UTC: "25 Nov 2026". */
  label: string;
  /** "25 Nov" */
  short: string;
  counts: Record<Outcome, number>;
  /** Where what was counted is listed. */
  links: Record<Outcome, string>;
}

/** The word and color of each way a request ends. */
export const looks = outcomeColors.filter(
  (look): look is (typeof outcomeColors)[number] & { outcome: Outcome } => look.outcome !== "pending",
);
