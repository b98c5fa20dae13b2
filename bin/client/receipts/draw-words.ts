import type { Untyped } from "#client/json/untyped";
import type { Difference } from "#lib/approvals/standing/approvals/bounds";
import { dailyHoursWords } from "#lib/approvals/standing/approvals/hours";
import { type Fact, visible, visibleJson } from "../visible.ts";
import { readStatement } from "./bytes.ts";

/** Which draw from its standing approval a receipt is of. */
export function drawWords(receipt: Untyped): string {
  const { standing_approval, number } = receipt.approval.draw;
  const { count } = readStatement(receipt).statement.terms;
  return `draw ${visible(number)} of ${visible(count)} from ${visible(standing_approval)}`;
}

/** The signed standing approval: the action that the person read, what it is for, and how much of it is drawn. */
export function standingFacts(
  { request, action, terms, rests_on, issued_at, expires_at }: Untyped,
  { draw, shown }: { draw: Untyped; shown: string[] },
): Fact[] {
  const { may_differ, count, per_hour, total, hours } = terms;
  const sum = total === undefined ? "" : `, amounts up to ${visible(total)} in total`;
  const drawnSum = total === undefined ? "" : `, ${visible(draw.total)} of ${visible(total)} in total`;
  return [
    ["signed for", ...shown],
    ["read in", visible(request)],
    ...(action.resource === undefined ? [] : [["signed resource", visible(action.resource)] satisfies Fact]),
    ["signed params", ...visibleJson(action.params).split("\n")],
    ["may differ", ...(may_differ.length === 0 ? ["nothing"] : may_differ.map(differenceWords))],
    ["at most", `${visible(count)} requests, ${visible(per_hour)} in an hour${sum}`],
    ...(hours === undefined ? [] : [["hours", visible(dailyHoursWords(hours))] satisfies Fact]),
    ["drawn so far", `${visible(draw.number)} of ${visible(count)} requests${drawnSum}`],
    ["valid", `from ${visible(issued_at)} to ${visible(expires_at)}, unless it ended before`],
    ["based on", `${visible(rests_on.count)} earlier approvals, tree root ${visible(rests_on.root)}`],
  ];
}

function differenceWords(difference: Difference): string {
  const place = visible(difference.path);
  return "up_to" in difference
    ? `${place}: above 0, up to ${visible(difference.up_to)}`
    : `${place}: ${difference.one_of.map((value) => visibleJson(value)).join(" or ")}`;
}

/** What the server alone vouches for in a draw. */
export function drawConfirmed({ number }: Untyped): string {
  return `that this was draw ${visible(number)} and when, that the standing approval hadn't ended, and that all draws kept to its rate and total`;
}
