import type { SendResult } from "#lib/notifications/channels/channel";
import type { OutboundResponse } from "#lib/outbound/message";
import { isOutboundFault, type OutboundReason } from "#lib/outbound/outbound-fault";
import { retryAfterSeconds } from "#lib/outbound/retry-after";

/** What a push service's answer means (RFC 8030). The reasons never repeat the service's own words. */
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
  if (status === 429 || status >= 500) return retryLater(status, headers, now);
  return { outcome: "refused", reason: `The push service refused the message (${status}).` };
}

function retryLater(status: number, headers: Headers, now: Date): SendResult {
  const isBusy = status === 429 || status === 503;
  const afterSeconds = isBusy ? retryAfterSeconds(headers, now) : undefined;
  return {
    outcome: "retry",
    reason: isBusy ? `The push service is busy (${status}).` : `The push service failed (${status}).`,
    ...(afterSeconds === undefined ? {} : { afterSeconds }),
    pauses: isBusy,
  };
}

const faults: Record<OutboundReason, SendResult> = {
  insecure_url: { outcome: "refused", reason: "The push service's address isn't https." },
  refused_address: {
    outcome: "refused",
    reason: "The push service's address isn't public. See OUTBOUND_PRIVATE_HOSTS.",
  },
  unresolvable: unreachable("The push service's name can't be resolved."),
  refused_connection: unreachable("The push service refused the connection."),
  timeout: unreachable("The push service didn't answer in time."),
  tls: unreachable("No secure connection to the push service."),
  failed: unreachable("The connection to the push service failed."),
  too_large: { outcome: "retry", reason: "The push service's answer is too large.", pauses: false },
  aborted: { outcome: "retry", reason: "Countersign stopped before an answer.", pauses: false },
};

/** What a call without an answer means. @throws the fault itself unless it is one of the client's */
export function readFault(thrown: unknown): SendResult {
  if (isOutboundFault(thrown)) return faults[thrown.reason];
  throw thrown;
}

function unreachable(reason: string): SendResult {
  return { outcome: "retry", reason, pauses: true };
}
