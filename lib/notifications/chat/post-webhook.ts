import type { SendResult } from "#lib/notifications/channels/channel";
import type { OutboundClient } from "#lib/outbound/client";
import { isOutboundFault } from "#lib/outbound/outbound-fault";
import { faultFailure, htmlFailure, isHtml, statusFailure } from "./failures.ts";

const timeoutMs = 10_000;
const maximumBytes = 16 * 1024;

/** Slack's and Teams' statuses for a webhook that no longer exists. */
const ended = new Set([401, 403, 404, 410]);

/**
 * Posts to an incoming webhook. Webhooks know no repetition: after an attempt without an answer,
 * the channel may see the message twice.
 */
export async function postWebhook(
  { url, content, service }: { url: string; content: object; service: string },
  { outbound, now, signal }: { outbound: Pick<OutboundClient, "send">; now: Date; signal: AbortSignal },
): Promise<SendResult> {
  const headers = { "content-type": "application/json; charset=utf-8", "user-agent": "Countersign" };
  const call = { method: "POST" as const, url, headers, body: JSON.stringify(content) };
  try {
    const response = await outbound.send({ ...call, timeoutMs, maximumBytes, signal });
    const { status } = response;
    if (status >= 200 && status < 300)
      return isHtml(response.headers) ? htmlFailure(service) : { outcome: "delivered" };
    if (ended.has(status)) {
      const reason = `${service} no longer accepts this webhook (${status}). Create and save a new one.`;
      return { outcome: "refused", reason };
    }
    return statusFailure(response, service, now);
  } catch (fault) {
    if (!isOutboundFault(fault)) throw fault;
    return faultFailure(fault, service);
  }
}
