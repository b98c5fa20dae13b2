import type { ApprovedBefore, RepeatOutcome } from "../finding.ts";
import type { EarlierRow } from "./earlier-query.ts";

const sames: ApprovedBefore["same"][] = ["action", "resource_amount", "counterparty_amount"];
/** The worst to repeat first. */
const outcomes: RepeatOutcome[] = ["carried_out", "uncertain", "approved", "failed", "unused"];

/** Whether an approved action did not run, and can't run any longer. */
export function isHarmless(outcome: RepeatOutcome): boolean {
  return outcome === "failed" || outcome === "unused";
}

/**
 * Of the requests approved before, the one that an approver has to know: what ran or can still run
 * before what did not, the most exact repetition, the worst outcome, then the newest.
 */
export function strongest(rows: EarlierRow[], viewerId: string | undefined): ApprovedBefore | undefined {
  const [first] = rows.toSorted((one, other) => compare(rankOf(one), rankOf(other)));
  if (!first) return undefined;
  const { same, id, agent, at, outcome, outcomeAt, isAuto, deciders } = first;
  const alike = rows.filter((row) => row.same === same && row.outcome === outcome);
  return {
    ...{ kind: "approved_before", same, requestId: id, agent, outcome },
    ...{ at: new Date(at), outcomeAt: new Date(outcomeAt), times: alike.length },
    by: isAuto ? null : approversOf(deciders ?? [], viewerId),
  };
}

function approversOf(approvers: { id: string; name: string }[], viewerId: string | undefined) {
  const isYou = approvers.some(({ id }) => id === viewerId);
  return { names: approvers.filter(({ id }) => id !== viewerId).map(({ name }) => name), isYou };
}

function rankOf({ same, outcome, outcomeAt }: EarlierRow): number[] {
  return [
    isHarmless(outcome) ? 1 : 0,
    sames.indexOf(same),
    outcomes.indexOf(outcome),
    -new Date(outcomeAt).getTime(),
  ];
}

function compare(one: number[], other: number[]): number {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place < 0 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}
