import type { Result } from "./approve-together.ts";

type Outcome = Pick<Result, "state" | "approvals" | "detail">;

export type Decision = "approve" | "deny";

/** The numbers of results: "1 approved, 2 recorded, 1 not approved". */
export function resultsTitle(results: readonly Outcome[], decision: Decision): string {
  const counts = [
    [countOf(results, "approved"), "approved"],
    [countOf(results, "pending"), "recorded"],
    [countOf(results, "denied"), "denied"],
    [countOf(results, "unknown"), "not confirmed"],
    [countOf(results, undefined), failedWords[decision]],
  ] as const;
  return counts.flatMap(([number, words]) => (number > 0 ? [`${number} ${words}`] : [])).join(", ");
}

/** A warning above the list of results; undefined if each request was decided. */
export function resultsAlert(results: readonly Outcome[], decision: Decision): string | undefined {
  if (countOf(results, undefined) > 0)
    return decision === "approve" ? "Not all requests were approved" : "Not all requests were denied";
  return countOf(results, "unknown") > 0 ? "Not all denials were confirmed" : undefined;
}

function countOf(results: readonly Outcome[], state: Outcome["state"]): number {
  return results.filter((result) => result.state === state).length;
}

const failedWords = { approve: "not approved", deny: "not denied" } as const;

export function outcomeWords({ state, approvals, detail }: Outcome, decision: Decision): string {
  if (state === "approved") return "Approved";
  if (state === "denied") return "Denied";
  if (state === "unknown") return `Not confirmed. ${detail ?? ""}`;
  if (state === undefined)
    return `${decision === "approve" ? "Not approved." : "Not denied."} ${detail ?? ""}`;
  const { given = 0, required = 0, counted_as_one: asOne = [] } = approvals ?? {};
  return [`Your approval was recorded. Still pending, ${given} of ${required} approvals.`, ...asOne].join(
    " ",
  );
}

interface Approvals {
  required: number;
  given: number;
}

/** The number of selected requests still pending after the viewer's approval; empty for 0. */
export function pendingAfterwards(selected: readonly { approvals: Approvals }[]): string {
  const { length } = selected.filter(({ approvals: { required, given } }) => given + 1 < required);
  if (length === 0) return "";
  return `${length} ${length === 1 ? "stays" : "stay"} pending until another person approves`;
}
