/** How many requests ended how, by their states. */
export type Outcomes = Partial<Record<Outcome, number>>;
export type Outcome = "allowed" | "approved" | "pending" | "denied" | "blocked" | "expired" | "cancelled";

/**
 * The order of the parts of a chart, with the label and the color of each. Color never carries the
 * meaning alone: the labels appear next to it.
 */
export const outcomeLooks: { outcome: Outcome; word: string; short: string; fill: string; swatch: string }[] =
  [
    {
      outcome: "allowed",
      word: "auto-approved",
      short: "auto-approved",
      fill: "fill-info",
      swatch: "bg-info",
    },
    { outcome: "approved", word: "approved", short: "approved", fill: "fill-success", swatch: "bg-success" },
    { outcome: "pending", word: "pending", short: "pending", fill: "fill-warning", swatch: "bg-warning" },
    { outcome: "denied", word: "denied", short: "denied", fill: "fill-danger", swatch: "bg-danger" },
    {
      outcome: "blocked",
      word: "blocked",
      short: "blocked",
      fill: "fill-foreground",
      swatch: "bg-foreground",
    },
    { outcome: "expired", word: "expired", short: "expired", fill: "fill-input", swatch: "bg-input" },
    {
      outcome: "cancelled",
      word: "cancelled",
      short: "cancelled",
      fill: "fill-muted-foreground",
      swatch: "bg-muted-foreground",
    },
  ];

/** The sum of all outcomes. */
export function totalOf(outcomes: Outcomes): number {
  return Object.values(outcomes).reduce((sum, count) => sum + count, 0);
}

/**
 * "42 requests in 30 days: 30 allowed by policy, 12 approved". `isCapped`: there were more, these
 * are the newest.
 */
export function outcomeWords(outcomes: Outcomes, isCapped = false): string {
  const total = totalOf(outcomes);
  if (total === 0) return "No requests in 30 days";
  const parts = outcomeLooks.flatMap(({ outcome, word }) => {
    const count = outcomes[outcome] ?? 0;
    return count > 0 ? [`${count.toLocaleString("en")} ${word}`] : [];
  });
  const noun = total === 1 ? "request" : "requests";
  const start = isCapped
    ? `More than ${total.toLocaleString("en")} requests in 30 days, of the latest`
    : `${total.toLocaleString("en")} ${noun} in 30 days`;
  return `${start}: ${parts.join(", ")}`;
}

/**
 * The same for the eye, where there is little room: "4 in 30 days: 2 allowed, 1 waiting, 1
 * blocked".
 */
export function outcomesInShort(outcomes: Outcomes, isCapped: boolean): string {
  const total = totalOf(outcomes);
  if (total === 0) return "None in 30 days";
  const parts = outcomeLooks.flatMap(({ outcome, short }) => {
    const count = outcomes[outcome] ?? 0;
    return count > 0 ? [`${count.toLocaleString("en")} ${short}`] : [];
  });
  return `${total.toLocaleString("en")}${isCapped ? "+" : ""} in 30 days: ${parts.join(", ")}`;
}
