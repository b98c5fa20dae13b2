import type { SendResult } from "#lib/notifications/channels/channel";
import { isBusy, retry } from "#lib/notifications/channels/retry";
import type { OutboundResponse } from "#lib/outbound/client";
import { faultWords } from "#lib/outbound/fault-words";
import { isOutboundFault } from "#lib/outbound/outbound-fault";
import { retryAfterSeconds } from "#lib/outbound/retry-after";

/** The meaning of an answer (Standard Webhooks 1.0): all but 2xx and 410 is tried again. */
export function resultOfResponse({ status, headers }: OutboundResponse, now: Date): SendResult {
  if (status >= 200 && status < 300) return { outcome: "delivered" };
  if (status === 410) return { outcome: "gone", reason: "The endpoint answered with status 410." };
  if (status >= 300 && status < 400)
    return retry(`The endpoint answered with a redirect (status ${status}), which isn't followed.`, {
      pauses: false,
    });
  const reason = `The endpoint answered with status ${status}.`;
  if (isBusy(status)) return retry(reason, { pauses: true, afterSeconds: retryAfterSeconds(headers, now) });
  return retry(reason, { pauses: status === 502 || status === 504 });
}

/** The meaning of a call without an answer. @throws errors that aren't the client's */
export function resultOfFault(thrown: unknown, { isPublicOnly }: { isPublicOnly: boolean }): SendResult {
  if (!isOutboundFault(thrown)) throw thrown;
  // Thrown for a 2xx alone: the receiver has the message; only its answer is unread.
  if (thrown.reason === "too_large") return { outcome: "delivered" };
  // The operator's list doesn't count for a callback: the usual hint would mislead.
  const isPrivate = isPublicOnly && thrown.reason === "refused_address";
  const words = isPrivate
    ? "The callback's address isn't public."
    : faultWords(thrown.reason, "the endpoint");
  return retry(words, { pauses: thrown.reason !== "aborted" });
}
