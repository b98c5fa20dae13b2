import type { SendResult } from "#lib/notifications/channels/channel";
import type { OutboundResponse } from "#lib/outbound/client";
import { isOutboundFault, type OutboundReason } from "#lib/outbound/outbound-fault";
import { retryAfterSeconds } from "#lib/outbound/retry-after";

/** What a receiver's answer means (Standard Webhooks 1.0): all but 2xx and 410 is tried again. */
export function resultOfResponse({ status, headers }: OutboundResponse, now: Date): SendResult {
  if (status >= 200 && status < 300) return { outcome: "delivered" };
  if (status === 410) return { outcome: "gone", reason: "The endpoint answered with status 410." };
  if (status >= 300 && status < 400)
    return retry(`The endpoint answered with a redirect (status ${status}), which isn't followed.`);
  const reason = `The endpoint answered with status ${status}.`;
  if (status === 429 || status === 503) {
    const afterSeconds = retryAfterSeconds(headers, now);
    return { ...retry(reason, true), ...(afterSeconds !== undefined && { afterSeconds }) };
  }
  return retry(reason, status === 502 || status === 504);
}

const reasons: Record<OutboundReason, string> = {
  insecure_url: "The URL isn't https.",
  refused_address: "The host has an address that isn't public.",
  unresolvable: "The host couldn't be found.",
  refused_connection: "The host refused the connection.",
  timeout: "The endpoint didn't answer in time.",
  too_large: "The answer was too long.",
  tls: "The host's certificate couldn't be verified.",
  aborted: "The server stopped during the attempt.",
  failed: "The connection failed.",
};

/** @throws everything that is no fault of a call. */
export function resultOfFault(thrown: unknown): SendResult {
  if (!isOutboundFault(thrown)) throw thrown;
  // Thrown for a 2xx alone: the receiver has the message, and only its answer is not read.
  if (thrown.reason === "too_large") return { outcome: "delivered" };
  return retry(reasons[thrown.reason], thrown.reason !== "aborted");
}

function retry(reason: string, pauses = false) {
  return { outcome: "retry" as const, reason, pauses };
}
