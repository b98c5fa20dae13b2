import { isBusy, type Retry, retry, type SendResult } from "#lib/notifications/channels/channel";
import type { OutboundResponse } from "#lib/outbound/client";
import { faultWords } from "#lib/outbound/fault-words";
import type { OutboundFault } from "#lib/outbound/outbound-fault";
import { retryAfterSeconds } from "#lib/outbound/retry-after";

/** Why a message did not arrive. The words never repeat the service's own. */
export type Failure = Exclude<SendResult, { outcome: "delivered" }>;

/** The meaning of a status without success. */
export function statusFailure({ status, headers }: OutboundResponse, service: string, now: Date): Failure {
  if (status >= 300 && status < 400)
    return pause(`${service} answered with a redirect (${status}), which isn't followed.`);
  if (isBusy(status)) return pause(`${service} is busy (${status}).`, retryAfterSeconds(headers, now));
  if (status >= 500) return pause(`${service} failed (${status}).`);
  return { outcome: "refused", reason: `${service} refused the message (${status}).` };
}

/** A page in place of an answer: a proxy, a sign-in page or a broken service. */
export function htmlFailure(service: string): Failure {
  return pause(`${service}'s answer can't be read. A proxy may have answered in its place.`);
}

/** Whether a body is a page, by content type. */
export function isHtml(headers: Headers): boolean {
  return /^\s*(text\/html|application\/xhtml)/i.test(headers.get("content-type") ?? "");
}

/** The whole receiver is unusable, and gets no message for a while. */
export function pause(reason: string, afterSeconds?: number): Retry {
  return retry(reason, { pauses: true, afterSeconds });
}

/** The meaning of a call without an answer. */
export function faultFailure({ reason }: OutboundFault, service: string): Failure {
  const words = faultWords(reason, service);
  if (reason === "insecure_url" || reason === "refused_address") return { outcome: "refused", reason: words };
  return retry(words, { pauses: reason !== "aborted" });
}
