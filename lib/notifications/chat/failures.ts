import type { SendResult } from "#lib/notifications/channels/channel";
import type { OutboundResponse } from "#lib/outbound/client";
import type { OutboundFault, OutboundReason } from "#lib/outbound/outbound-fault";
import { retryAfterSeconds } from "#lib/outbound/retry-after";

/** Why a message did not arrive. The words never repeat the service's own. */
export type Failure = Exclude<SendResult, { outcome: "delivered" }>;

/** What an HTTP status other than success means. */
export function statusFailure({ status, headers }: OutboundResponse, service: string, now: Date): Failure {
  if (status >= 300 && status < 400)
    return retry(`${service} answered with a redirect (${status}), which isn't followed.`);
  if (status === 429 || status >= 500) {
    const isBusy = status === 429 || status === 503;
    const reason = isBusy ? `${service} is busy (${status}).` : `${service} failed (${status}).`;
    return retry(reason, isBusy ? retryAfterSeconds(headers, now) : undefined);
  }
  return { outcome: "refused", reason: `${service} refused the message (${status}).` };
}

/** A page instead of an answer: from a proxy, a sign-in page or a service that is down. */
export function htmlFailure(service: string): Failure {
  return retry(`${service}'s answer can't be read. A proxy may have answered in its place.`);
}

export function isHtml(headers: Headers): boolean {
  return /^\s*(text\/html|application\/xhtml)/i.test(headers.get("content-type") ?? "");
}

/** The receiver as a whole is not usable: no other message is sent to it for a while. */
export function retry(reason: string, afterSeconds?: number): Failure {
  return {
    outcome: "retry",
    reason,
    ...(afterSeconds === undefined ? {} : { afterSeconds }),
    pauses: true,
  };
}

const reasons: Record<OutboundReason, (service: string) => string> = {
  insecure_url: () => "The URL isn't https.",
  refused_address: () => "The host has an address that isn't public. See OUTBOUND_PRIVATE_HOSTS.",
  unresolvable: (service) => `${service}'s host couldn't be found.`,
  refused_connection: (service) => `${service} refused the connection.`,
  timeout: (service) => `${service} didn't answer in time.`,
  too_large: (service) => `${service}'s answer is too long.`,
  tls: (service) => `${service}'s certificate couldn't be verified.`,
  aborted: () => "The attempt was cut off before an answer.",
  failed: (service) => `The connection to ${service} failed.`,
};

/** What a call without an answer means. */
export function faultFailure({ reason }: OutboundFault, service: string): Failure {
  const words = reasons[reason](service);
  if (reason === "insecure_url" || reason === "refused_address") return { outcome: "refused", reason: words };
  return { outcome: "retry", reason: words, pauses: reason !== "aborted" };
}
