import { actionAmount } from "#lib/policy/action-types/action-amount";
import type { ActionType, DenyReason } from "#lib/policy/action-types/action-type";
import type { Action } from "#lib/policy/language/action";

/** The code of a denial in the approver's own words alone. */
export const otherCode = "other";

/** The reasons of an action type whose admin wrote none. */
export const defaultDenyReasons: readonly DenyReason[] = [
  { code: "wrong_amount", text: "Wrong amount" },
  { code: "wrong_target", text: "Wrong target" },
  { code: "not_now", text: "Not now" },
  { code: "not_needed", text: "Not needed" },
];

/** The reasons that an approver of an action can choose. Only an action with an amount has a wrong one. */
export function denyReasonsFor(
  action: Action,
  entry: Pick<ActionType, "denyReasons" | "amountParam" | "currencyParam"> | undefined,
): DenyReason[] {
  if (entry?.denyReasons) return entry.denyReasons;
  const hasAmount = actionAmount(action, entry) !== undefined;
  return defaultDenyReasons.filter(({ code }) => hasAmount || code !== "wrong_amount");
}
