import { runtime } from "#app/runtime/runtime";
import type { ActionType } from "#lib/policy/action-types/action-type";
import type { Measure } from "#lib/policy/thresholds/threshold";
import { amountDistribution } from "#lib/requests/amount-distribution";
import type { Viewer } from "#lib/sessions/session";

/**
 * The values of past requests for a threshold's measure; undefined when requests do not store the
 * measure.
 */
export async function pastAmounts(
  viewer: Viewer,
  entry: ActionType | undefined,
  action: string,
  measure: Measure,
) {
  if (!isStored(entry, measure)) return undefined;
  const { db, clock } = runtime();
  const past = await amountDistribution(db, { viewer, action, measure, now: clock() });
  const most = Math.max(0, ...past.distributions.map(({ buckets }) => buckets.at(-1)?.upTo ?? 0));
  const day = past.since.toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
  return { ...past, most, sinceWords: day };
}

// Of an action's parameters, requests store only the catalog's amount parameter.
function isStored(entry: ActionType | undefined, measure: Measure): boolean {
  if (measure.kind === "total") return true;
  return entry?.amountParam === (measure.kind === "amount" ? measure.amount : measure.param);
}
