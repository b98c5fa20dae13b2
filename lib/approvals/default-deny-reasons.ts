import type { DenyReason } from "#lib/policy/action-types/action-type";

/** The code of a denial in the approver's own words alone. */
export const otherCode = "other";

/** The reasons of an action type without reasons of its own. */
export const defaultDenyReasons: readonly DenyReason[] = [
  { code: "wrong_amount", text: "Wrong amount" },
  { code: "wrong_target", text: "Wrong target" },
  { code: "not_now", text: "Not now" },
  { code: "not_needed", text: "Not needed" },
];
