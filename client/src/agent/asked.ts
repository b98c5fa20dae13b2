import type { Replacement } from "../json/patch.ts";
import { Refusal } from "../refusal.ts";
import { quoted } from "../text.ts";
import type { Answered } from "./answered.ts";

/** The state of a request. */
export interface Asked {
  requestId: string;
  state: "allowed" | "pending" | "approved" | "denied" | "expired" | "cancelled" | "blocked";
  approvalUrl: string | undefined;
  /** For the approver to type: show the number to the person at the agent. */
  numberToMatch: string | undefined;
  /** Verified, and for exactly this action. */
  grant: string | undefined;
  denial: string | undefined;
  /** The reason for programs, such as `wrong_amount`. */
  denialCode: string | undefined;
  /** On a denial: the JSON Patch (RFC 6902) of the action with which the approver would approve. */
  suggestedEdit: Replacement[] | undefined;
  closeReason: string | undefined;
}

/** A checked answer, in the words of the library. */
export function askedOf({ request, grant }: Answered): Asked {
  const { denial } = request;
  return {
    requestId: request.id,
    state: request.state as Asked["state"],
    approvalUrl: request.approval_url,
    numberToMatch: numberToMatch(request),
    grant,
    denial: typeof denial?.reason === "string" ? denial.reason : undefined,
    denialCode: typeof denial?.reason_code === "string" ? denial.reason_code : undefined,
    suggestedEdit: denial?.suggested_edit,
    closeReason: request.close_reason,
  };
}

/** The number that the agent's person sees and the approver types; undefined without number matching. */
export function numberToMatch(request?: { number_to_match?: unknown }): string | undefined {
  const number = request?.number_to_match;
  return typeof number === "string" && /^\d{2}$/.test(number) ? number : undefined;
}

/** The refusal for a request without a grant, for a model. An approver's words are quoted. */
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
