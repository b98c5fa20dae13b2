import type { Result } from "./approve-together.ts";

type Outcome = Pick<Result, "state" | "approvals" | "detail">;

/**
 * How many requests are approved, how many have one more approval and are still pending, and how many
 * were refused: "1 approved, 2 recorded, 1 not approved".
 */
export function resultsTitle(results: readonly Outcome[]): string {
  const count = (state: Outcome["state"]) => results.filter((result) => result.state === state).length;
  const counts = [
    [count("approved"), "approved"],
    [count("pending"), "recorded"],
    [count(undefined), "not approved"],
  ] as const;
  return counts.flatMap(([number, words]) => (number > 0 ? [`${number} ${words}`] : [])).join(", ");
}

/** What became of one request. */
export function outcomeWords({ state, approvals, detail }: Outcome): string {
  if (state === "approved") return "Approved";
  if (state === undefined) return `Not approved. ${detail ?? ""}`;
  const { given = 0, required = 0, counted_as_one: asOne = [] } = approvals ?? {};
  return [`Your approval was recorded. Still pending, ${given} of ${required} approvals.`, ...asOne].join(
    " ",
  );
}

interface Approvals {
  required: number;
  given: number;
}

/** How many of the selected requests stay pending after the viewer's approval; empty for none. */
export function pendingAfterwards(selected: readonly { approvals: Approvals }[]): string {
  const { length } = selected.filter(({ approvals: { required, given } }) => given + 1 < required);
  if (length === 0) return "";
  return `${length} ${length === 1 ? "stays" : "stay"} pending until another person approves`;
}
