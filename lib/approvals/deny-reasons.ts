import { actionAmount } from "#lib/policy/action-types/action-amount";
import type { ActionType, DenyReason } from "#lib/policy/action-types/action-type";
import type { Action } from "#lib/policy/language/action";
import { defaultDenyReasons } from "./default-deny-reasons.ts";

/** The reasons to choose from. Only an action with an amount can have a wrong one. */
export function denyReasonsFor(
  action: Action,
  entry: Pick<ActionType, "denyReasons" | "amountParam" | "currencyParam"> | undefined,
): DenyReason[] {
  if (entry?.denyReasons) return entry.denyReasons;
  const hasAmount = actionAmount(action, entry) !== undefined;
  return defaultDenyReasons.filter(({ code }) => hasAmount || code !== "wrong_amount");
}
