import { beforeEach, describe, expect, test } from "vitest";
import type { ChannelId } from "#db/schema/notifications";
import { newId } from "#lib/kernel/ids";
import { masterSecret } from "#lib/membership/testing/people";
import type { EventFacts, RequestFacts } from "#lib/notifications/channels/channel";
import { insertDeliveries } from "#lib/notifications/deliveries/insert-deliveries";
import type { OutboundRequest } from "#lib/outbound/client";
import { now } from "#lib/testing/workspace";
import { removeSetting } from "./change-setting.ts";
import type { ChatAnswer } from "./testing/chat-server.ts";
import { messageTo, openChatWorkspace, send } from "./testing/chat-workspace.ts";
import { openTeamsChannel } from "./webhook-channels.ts";

const { db, server, slackWebhook, teams, save, admin } = await openChatWorkspace();

const hooks = {
  Slack: { kind: "slack_webhook", channel: slackWebhook, path: "/services/T0/B0/secret" },
  Teams: { kind: "teams_webhook", channel: teams, path: "/workflows/w1/triggers/manual?sig=secret" },
} as const;
const services = ["Slack", "Teams"] as const;

beforeEach(() => server.reset());

/** Saves a webhook of the service, and returns its ID and how to send through it. */
async function hook(service: keyof typeof hooks) {
  const { kind, channel, path } = hooks[service];
  const id = await save(kind, `${server.url}${path}`);
  const post = (signal?: AbortSignal) => send(channel, messageTo(id), signal);
  return { ...hooks[service], id, post };
}

const event = (kind: EventFacts["kind"], requestId = "req_1"): EventFacts => ({
  ...{ id: `obx_${kind}`, kind, at: now, agent: { id: "agt_1", name: "Refund bot" } },
  request: { id: requestId } as RequestFacts,
});

/** Records that a channel announced a request. */
async function announced(channel: ChannelId, requestId: string): Promise<void> {
  const to = { channel, destination: "shared", receiver: "shared", requestId };
  const row = { notificationId: newId("obx", now), kind: "request_pending" as const, ...to, dueAt: now };
  await db.transaction((tx) => insertDeliveries(tx, [row], now));
}

test.each(services)("a %s channel hears of new requests and of their end, and of nothing else", async (s) => {
  const { channel, id } = await hook(s);
  await announced(channel.id, "req_1");
  const events = (
    ["request_pending", "request_closed", "request_allowed", "request_blocked", "agent_flooding"] as const
  ).map((kind) => event(kind));
  const to = { personId: undefined, destination: id, receiver: id };
  expect(await channel.subscribersOf(db, events)).toEqual([
    { event: events[0], to },
    { event: events[1], to, follows: expect.stringMatching(/^dlv_/) },
  ]);
  expect(await channel.destinationsOf(db, [admin.personId])).toEqual([]);
  await removeSetting(db, { actor: admin, settingId: id, now });
  expect(await channel.subscribersOf(db, events)).toEqual([]);
});

test.each(services)("a %s channel hears nothing of repetitions and floods, nor of their end", async (s) => {
  const { channel } = await hook(s);
  const quiet = { ...event("request_pending", "req_quiet"), isQuiet: true };
  expect(await channel.subscribersOf(db, [quiet, event("request_closed", "req_quiet")])).toEqual([]);
});

test("a Slack channel gets text with one link", async () => {
  const { post } = await hook("Slack");
  expect(await post()).toEqual({ outcome: "delivered" });
  const [call] = server.calls;
  expect(call).toMatchObject({ path: hooks.Slack.path, authorization: undefined });
  expect(call?.body).toMatchObject({ text: expect.stringContaining("Refund bot"), unfurl_links: false });
  expect(call?.body.blocks.at(-1).text.text).toBe("<http://localhost:3000/requests/req_1|Review request>");
});

test("a Teams workflow gets an Adaptive Card 1.4 with one button that opens the page", async () => {
  const { post } = await hook("Teams");
  expect(await post()).toEqual({ outcome: "delivered" });
  const line = (text: string, more = {}) => ({
    type: "RichTextBlock",
    inlines: [{ type: "TextRun", text, ...more }],
  });
  expect(server.calls.map(({ path, body }) => ({ path, body }))).toEqual([
    {
      path: hooks.Teams.path,
      body: {
        type: "message",
        attachments: [
          {
            contentType: "application/vnd.microsoft.card.adaptive",
            contentUrl: null,
            content: {
              $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
              ...{ type: "AdaptiveCard", version: "1.4" },
              body: [
                line("Refund bot needs your approval", { weight: "Bolder", size: "Medium" }),
                line("Expires in 14 min (10:14 UTC)."),
              ],
              actions: [
                {
                  ...{ type: "Action.OpenUrl", title: "Review request" },
                  url: "http://localhost:3000/requests/req_1",
                },
              ],
            },
          },
        ],
      },
    },
  ]);
});

test.each(services)("a message for an earlier %s webhook is not sent to its successor", async (service) => {
  const { channel, id } = await hook(service);
  await hook(service);
  expect(await send(channel, messageTo(id))).toMatchObject({ outcome: "gone" });
  expect(server.calls).toEqual([]);
});

describe.each(services)("a message that %s did not accept", (service) => {
  const html = { headers: { "content-type": "text/html; charset=utf-8" }, body: "<h1>Sign in</h1>" };
  test.each<[string, ChatAnswer, object]>([
    [
      "429",
      { status: 429, headers: { "retry-after": "9" } },
      { outcome: "retry", pauses: true, afterSeconds: 9 },
    ],
    ["503", { status: 503 }, { outcome: "retry", pauses: true }],
    ["500", { status: 500 }, { outcome: "retry", pauses: true }],
    [
      "302",
      { status: 302, headers: { location: "https://evil.example" } },
      { outcome: "retry", pauses: true },
    ],
    ["a page", html, { outcome: "retry", pauses: true }],
    ["400", { status: 400, body: "invalid_payload" }, { outcome: "refused" }],
    ["404", { status: 404, body: "no_service" }, { outcome: "refused" }],
    ["410", { status: 410, body: "channel_is_archived" }, { outcome: "refused" }],
  ])("with %s is retried or refused, in our own words", async (_, answer, expected) => {
    const { post } = await hook(service);
    server.instead = () => answer;
    const result = await post();
    expect(result).toEqual({ ...expected, reason: expect.stringContaining(service) });
    expect(JSON.stringify(result)).not.toMatch(/Sign in|evil|invalid_payload|no_service|secret|127\.0/);
    expect(server.calls).toHaveLength(1);
  });

  test("because it stalls ends when the process stops", async () => {
    const { post } = await hook(service);
    server.instead = () => "stall";
    const stopping = new AbortController();
    const arrived = server.waitForCall();
    const sending = post(stopping.signal);
    await arrived;
    stopping.abort();
    expect(await sending).toMatchObject({ outcome: "retry", pauses: false });
  });
});

test("a call ends after ten seconds, and reads no endless answer", async () => {
  const { id } = await hook("Teams");
  const sent: OutboundRequest[] = [];
  const outbound = {
    send: async (request: OutboundRequest) => {
      sent.push(request);
      return { status: 202, headers: new Headers(), body: new Uint8Array() };
    },
  };
  const channel = openTeamsChannel({ db, secret: masterSecret, outbound, clock: () => now });
  await send(channel, messageTo(id));
  expect(sent).toMatchObject([{ timeoutMs: 10_000, maximumBytes: 16 * 1024 }]);
});
