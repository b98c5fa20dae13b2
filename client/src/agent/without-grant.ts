import { quoted } from "../quoted.ts";
import { Refusal } from "../refusal.ts";
import type { Asked } from "./asked.ts";

/**
 * The refusal for a request without a grant, for a model. An approver's words are quoted; the last
 * sentence is the library's own.
 */
export function refusalWithoutGrant(asked: Asked): Refusal {
  const { state, denial, denialCode, closeReason, requestId, approvalUrl, numberToMatch } = asked;
  const about = { requestId, approvalUrl };
  if (state === "pending") {
    const number = numberToMatch === undefined ? "" : ` Number to match: ${numberToMatch}.`;
    const where = `A person can approve at ${approvalUrl ?? requestId}.`;
    return new Refusal("pending", `Not approved yet. ${where}${number} Nothing ran.`, about);
  }
  if (state === "denied") {
    const reason = denial === undefined ? "" : ` The approver's reason, quoted: ${quoted(denial)}.`;
    return new Refusal("denied", `An approver denied this action.${reason} Nothing ran.`, {
      ...about,
      denialCode,
    });
  }
  if (state === "expired")
    return new Refusal("request_expired", "No one decided in time. Nothing ran.", about);
  if (state === "blocked") return new Refusal("blocked_by_policy", "Policy blocks this action.", about);
  if (state === "cancelled") {
    const reason = closeReason ?? "no reason";
    return new Refusal("request_cancelled", `The request was cancelled (${reason}). Nothing ran.`, about);
  }
  return new Refusal(
    "grant_already_redeemed",
    "This action already ran, or its grant has expired. Nothing ran again.",
    about,
  );
}
