import type { ApprovedBefore } from "../finding.ts";
import type { EarlierRow } from "./earlier-query.ts";
import { harmless, outcomes } from "./outcomes.ts";

const sames: ApprovedBefore["same"][] = ["action", "resource_amount", "counterparty_amount"];

/** The {@link strongest} earlier request of each repeating one. */
export function strongestOf(rows: EarlierRow[], viewerId: string | undefined): Map<string, ApprovedBefore> {
  const earlier = new Map<string, EarlierRow[]>();
  for (const row of rows) for (const id of row.of) earlier.set(id, [...(earlier.get(id) ?? []), row]);
  const found = [...earlier].map(([id, own]) => [id, strongest(own, viewerId)] as const);
  return new Map(found.flatMap(([id, finding]) => (finding ? [[id, finding]] : [])));
}

/** What ran or can still run, then the most exact repetition, the worst outcome, the newest. */
function strongest(rows: EarlierRow[], viewerId: string | undefined): ApprovedBefore | undefined {
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
    harmless.includes(outcome) ? 1 : 0,
    sames.indexOf(same),
    outcomes.indexOf(outcome),
    -new Date(outcomeAt).getTime(),
  ];
}

function compare(one: number[], other: number[]): number {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place < 0 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}
