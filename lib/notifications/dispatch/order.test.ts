import { beforeAll, expect, test } from "vitest";
import type { ChannelId } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";
import type { Message } from "#lib/notifications/channels/channel";
import { slackContent } from "#lib/notifications/chat/slack-text";
import { teamsCard } from "#lib/notifications/chat/webhook-channels";
import { mailHtml } from "#lib/notifications/mail/mail-html";
import { mailText } from "#lib/notifications/mail/mail-text";
import { askAndAnnounce } from "#lib/notifications/testing/ask";
import { drain } from "#lib/notifications/testing/drain";
import { MemoryChannel } from "#lib/notifications/testing/memory-channel";
import { pushPayload } from "#lib/notifications/web-push/push-request";
import { messageTypeOf, webhookEvent } from "#lib/notifications/webhooks/event-types";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { insertWorkspace } from "#lib/workspace/change-workspace";
import { composeDigest } from "./compose-together.ts";

// An agent's reason moves people to approve. A message has none, and begins with what the server found.

const origin = "https://countersign.example";
const secret = "zqx-secret-zqx";
const details = "Refund a payment · 1250 USD";
const kinds = [
  ...["request_pending", "request_escalated", "request_reminder", "request_last_call", "request_closed"],
];
/** What is sent, by channel. Slack's webhook and its bot send the same. */
const forms: Record<string, (message: Message) => string> = {
  "an email's text": (message) => mailText(message, origin),
  "an email's HTML": (message) => mailHtml(message, origin),
  "a push": pushPayload,
  "a message in Slack": (message) => JSON.stringify(slackContent(message).blocks),
  "a notification of Slack": (message) => slackContent(message).text,
  "a card in Teams": (message) => JSON.stringify(teamsCard(message)),
};
const sent: Message[] = [];

beforeAll(async () => {
  const workspace = await TestWorkspace.open();
  const { db } = workspace;
  await db.transaction((tx) => insertWorkspace(tx, { name: "Acme", now }));
  await db.$client`update workspace set detail_channels = '{web_push,mail,slack,slack_webhook,teams}'`;
  const ada = await workspace.person("Ada");
  const bo = await workspace.person("Bo");
  const agent = await workspace.agent("Refund bot", ada, [bo]);
  const toPeople = (["web_push", "mail", "slack"] as const).map((id) =>
    new MemoryChannel(id).reach(ada).reach(bo),
  );
  const shared = (["slack_webhook", "teams", "webhook"] as const).map((id) => subscribed(id));
  const channels = [...toPeople, ...shared];
  const pass = (seconds: number) => drain(db, channels, addSeconds(now, seconds));

  const params = { amount: 1250, currency: "USD", note: secret };
  const columns = {
    wanted: { type: "refund.create", resource: secret, params },
    ...{ resource: secret, amount: "1250", currency: "USD" },
  };
  const closed = { state: "approved", approvalsGiven: 1, closedAt: now, secondsAgo: 60 } as const;
  await workspace.request(agent, { ...closed, ...columns });
  const words = { reason: secret, context: JSON.stringify({ secret }), lifeSeconds: 3600 };
  const requestId = await askAndAnnounce(workspace, { agent, now }, { ...columns, ...words });
  for (const seconds of [0, 1800, 3500]) await pass(seconds);
  await workspace.decision(requestId, ada, "deny");
  const closedAt = addSeconds(now, 3550).toISOString();
  await db.$client`update requests set state = 'denied', closed_at = ${closedAt} where id = ${requestId}`;
  await pass(3550);
  for (const channel of channels) sent.push(...channel.sent);
});

function subscribed(id: ChannelId): MemoryChannel {
  const channel = new MemoryChannel(id);
  channel.subscribers.push({ personId: undefined, destination: "channel", receiver: id });
  return channel;
}

test.each(kinds)("%s says nothing of what the agent gave as a reason, in any form", (kind) => {
  const messages = sent.filter((message) => message.kind === kind);
  expect(messages.length).toBeGreaterThan(0);
  for (const message of messages) {
    expect(JSON.stringify(message)).not.toContain(secret);
    for (const form of Object.values(forms)) expect(form(message)).not.toContain(secret);
    const type = messageTypeOf(message.event);
    if (type) expect(JSON.stringify(webhookEvent(type, message.event))).not.toContain(secret);
  }
});

const open = (kind: string) =>
  sent.filter((message) => message.kind === kind && message.person && message.details);

test.each(kinds.slice(0, 4))(
  "%s has what the server found above the values of the agent, in every form",
  (kind) => {
    expect(open(kind).length).toBeGreaterThan(0);
    for (const message of open(kind))
      for (const [name, form] of Object.entries(forms)) expectFoundFirst(form(message), name);
  },
);

test("a digest has the values of each request in its item, below what the server found", () => {
  const [first, ...others] = [...open("request_pending"), ...open("request_reminder")];
  if (!first) throw new Error("no message was sent");
  const digest = composeDigest([first, ...others], origin);
  expect(digest.details).toBeUndefined();
  expect(digest.items).toHaveLength(others.length + 1);
  for (const { body } of digest.items ?? []) expectFoundFirst(body, "an item");
  for (const name of ["an email's text", "an email's HTML", "a message in Slack", "a card in Teams"])
    expectFoundFirst(forms[name]?.(digest) ?? "", name);
});

function expectFoundFirst(text: string, name: string): void {
  const [found, values] = [text.indexOf("Approved before."), text.indexOf(details)];
  expect(found, name).toBeGreaterThanOrEqual(0);
  expect(values, name).toBeGreaterThan(found);
}
