import type { Answer } from "./call.ts";
import { isRefusalCode, Refusal } from "./refusal.ts";

/** The server's codes for a wrong signature of the caller. */
const aboutCaller = new Set([
  "invalid_signature",
  "missing_signature",
  "stale_timestamp",
  "invalid_json",
  "invalid_body",
]);

/** The refusal in an error answer. */
export function refusalOf({ status, body, wasRepeated }: Answer): Refusal {
  const serverCode = typeof body?.code === "string" ? body.code : undefined;
  const detail = typeof body?.detail === "string" ? body.detail.slice(0, 1000) : `HTTP ${status}`;
  const answer = { status, body };
  if (serverCode === undefined)
    return new Refusal(
      "invalid_answer",
      `Countersign answered without an error code (HTTP ${status}). Nothing runs.`,
      answer,
    );
  if (serverCode === "grant_already_redeemed" && wasRepeated)
    return new Refusal(
      "outcome_unknown",
      "An earlier attempt got no response and may have redeemed this grant. Treat the grant as redeemed and ask again.",
      answer,
    );
  if (aboutCaller.has(serverCode))
    return new Refusal(
      "not_set_up",
      `Countersign refused the caller's own signature or body: ${detail}`,
      answer,
    );
  return new Refusal(isRefusalCode(serverCode) ? serverCode : "refused", detail, answer);
}
