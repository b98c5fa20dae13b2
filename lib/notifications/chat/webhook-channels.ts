import type { Database, Transaction } from "#db/client";
import type { ChatKind } from "#db/schema/chat";
import type { Channel, EventFacts, Message, Sending, SendResult } from "#lib/notifications/channels/channel";
import { listAnnounced } from "#lib/notifications/deliveries/list-notified";
import type { OutboundClient } from "#lib/outbound/client";
import { isOutboundFault } from "#lib/outbound/outbound-fault";
import { faultFailure, htmlFailure, isHtml, statusFailure } from "./failures.ts";
import { findSettingId, openSetting } from "./find-settings.ts";
import { slackContent } from "./slack-text.ts";
import { channelOf, chatText, toChannel } from "./text.ts";

/** Posts to a shared channel of Slack, through an incoming webhook. */
export function openSlackWebhookChannel(options: Sending): Channel {
  const together = 4;
  return webhookChannel("slack_webhook", { ...options, together, service: "Slack", compose: slackContent });
}

/** Posts to a shared channel of Teams, through a workflow. */
export function openTeamsChannel(options: Sending): Channel {
  return webhookChannel("teams_webhook", { ...options, together: 2, service: "Teams", compose: teamsCard });
}

type WebhookKind = Exclude<ChatKind, "slack_bot">;
type Service = { together: number; service: string; compose: (message: Message) => object };

function webhookChannel(kind: WebhookKind, options: Sending & Service): Channel {
  const { db, secret, outbound, clock, together, service, compose } = options;
  return {
    id: channelOf[kind],
    // Slack's documented limit for a channel; Teams allows four.
    limits: { together, perReceiver: 1, perSecond: 1 },
    // A webhook doesn't tell its message's ID: the decision is a message of its own.
    canUpdate: false,
    destinationsOf: async () => [],
    subscribersOf: (on, events) => subscribersOf(on, kind, events),
    send: async (message, signal) => {
      const hook = await openSetting(db, kind, secret);
      if (hook?.id !== message.destination)
        return { outcome: "gone", reason: "The webhook was replaced or removed." };
      const post = { url: hook.secret, content: compose(message), service };
      return postWebhook(post, { outbound, now: clock(), signal });
    },
  };
}

/** A shared channel gets new requests without repetitions and floods, and the end of each of these. */
async function subscribersOf(db: Database | Transaction, kind: WebhookKind, events: readonly EventFacts[]) {
  const opened = events.filter((event) => event.kind === "request_pending" && !event.isQuiet);
  const closed = events.filter((event) => event.kind === "request_closed");
  const announced = await listAnnounced(db, {
    channel: channelOf[kind],
    requestIds: closed.map(requestIdOf),
  });
  const ended = closed.flatMap((event) => {
    const follows = announced.get(requestIdOf(event));
    return follows === undefined ? [] : [{ event, follows }];
  });
  const heard = [...opened.map((event) => ({ event })), ...ended];
  const settingId = heard.length === 0 ? undefined : await findSettingId(db, kind);
  return settingId === undefined ? [] : heard.map((one) => ({ ...one, to: toChannel(settingId) }));
}

function requestIdOf({ request }: EventFacts): string {
  return request?.id ?? "";
}

const timeoutMs = 10_000;
const maximumBytes = 16 * 1024;

/** Slack's and Teams' statuses for a webhook that no longer exists. */
const ended = new Set([401, 403, 404, 410]);

/** Posts to an incoming webhook, twice if the first attempt had no answer: webhooks know no repetition. */
async function postWebhook(
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

/**
 * An Adaptive Card 1.4 for a Teams workflow. Runs of rich text have no Markdown, so that a name
 * can't contain a link. No entities, so no mentions. The button opens a page.
 */
export function teamsCard(message: Message): object {
  const { title, lines, link, items } = chatText(message);
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body: [
      richText({ text: title, weight: "Bolder", size: "Medium" }),
      ...lines.map((text) => richText({ text })),
      ...items.map(({ title: text, body }) => richText({ text: `${text} · ${body}` })),
    ],
    actions: link ? [{ type: "Action.OpenUrl", title: link.label, url: link.url }] : [],
  };
  return {
    type: "message",
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content }],
  };
}

function richText(run: { text: string; weight?: string; size?: string }): object {
  return { type: "RichTextBlock", inlines: [{ type: "TextRun", ...run }] };
}
