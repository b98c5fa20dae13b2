import type { Replacement } from "../json/patch.ts";
import type { Answered } from "./answered.ts";
import { numberToMatch } from "./number-to-match.ts";

/** The state of a request. */
export interface Asked {
  requestId: string;
  state: "allowed" | "pending" | "approved" | "denied" | "expired" | "cancelled" | "blocked";
  approvalUrl: string | undefined;
  /** For the approver to type: show the number to the person at the agent. */
  numberToMatch: string | undefined;
  /** Verified, and for exactly this action. */
  grant: string | undefined;
  /** The approver's reason. */
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
