import type { SendResult } from "#lib/notifications/channels/channel";
import { isBusy, retry } from "#lib/notifications/channels/retry";
import { faultWords } from "#lib/outbound/fault-words";
import type { OutboundResponse } from "#lib/outbound/message";
import { isOutboundFault } from "#lib/outbound/outbound-fault";
import { retryAfterSeconds } from "#lib/outbound/retry-after";

/** The meaning of a push service's answer (RFC 8030), without the service's words. */
export function readAnswer({ status, headers }: OutboundResponse, now: Date): SendResult {
  if (status === 200 || status === 201 || status === 202) return { outcome: "delivered" };
  if (status === 404 || status === 410)
    return { outcome: "gone", reason: "The browser ended its subscription. The device was removed." };
  if (status === 413) return { outcome: "refused", reason: "The push service found the message too large." };
  if (status === 400 || status === 401 || status === 403)
    return {
      outcome: "refused",
      reason: `The push service refused this workspace's key (${status}). Turn notifications off and on again on the device.`,
    };
  if (isBusy(status)) {
    const afterSeconds = retryAfterSeconds(headers, now);
    // 429 may be about one device: the rest of the service's devices go on.
    return retry(`The push service is busy (${status}).`, { pauses: status === 503, afterSeconds });
  }
  if (status >= 500) return retry(`The push service failed (${status}).`, { pauses: false });
  return { outcome: "refused", reason: `The push service refused the message (${status}).` };
}

/** The meaning of a call without an answer. @throws errors that aren't the client's */
export function readFault(thrown: unknown): SendResult {
  if (!isOutboundFault(thrown)) throw thrown;
  const { reason } = thrown;
  const words = faultWords(reason, "the push service");
  if (reason === "insecure_url" || reason === "refused_address") return { outcome: "refused", reason: words };
  return retry(words, { pauses: reason !== "aborted" && reason !== "too_large" });
}
