import { afterAll } from "vitest";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Channel, Message } from "#lib/notifications/channels/channel";
import { loopbackClient, onLoopback } from "#lib/outbound/testing/loopback-client";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { openWebPushChannel } from "../channel.ts";
import { subscribe } from "../subscribe.ts";
import { currentVapidKey, ensureVapidKey } from "../vapid-keys.ts";
import type { BrowserSubscription } from "./browser.ts";
import { PushService } from "./push-service.ts";

/** A Countersign on this machine, which uses push services on this machine. */
const config = { ...onLoopback, pushServiceHosts: [] };
export const secret = "0123456789abcdef0123456789abcdef" as MasterSecret;

/** A workspace whose people have browsers at a push service of this machine. For tests only. */
export async function openPushWorkspace() {
  const workspace = await TestWorkspace.open();
  const { db } = workspace;
  const service = await PushService.open();
  afterAll(() => service.close());
  await ensureVapidKey(db, secret, now);
  const outbound = loopbackClient();
  const options = { db, secret, outbound, config, clock: () => now };
  const channel = openWebPushChannel(options);
  /** The channel with a short limit, for a service that never answers. */
  const impatient = openWebPushChannel({ ...options, timeoutMs: 300 });

  /** A browser of this person, subscribed at the service and here. */
  async function device(personId: string, browser?: BrowserSubscription) {
    const made = browser ?? service.subscribe(await currentVapidKey(db));
    const id = await subscribe(db, subscribing(personId, made));
    return { id, browser: made };
  }
  return { workspace, db, service, channel, impatient, device };
}

/** What `subscribe` takes for a browser. */
export function subscribing(
  personId: string,
  browser: BrowserSubscription,
  more: { replaces?: string } = {},
) {
  const { endpoint, keys, applicationServerKey: key } = browser;
  return {
    personId,
    sessionHash: "session",
    subscription: { endpoint, keys, key, ...more },
    deviceName: "Chrome on Android",
    secret,
    config,
    now,
  };
}

export function messageTo(destination: string, more: Partial<Message> = {}): Message {
  return {
    id: "dlv_1",
    kind: "request_pending",
    destination,
    title: "Refund bot needs your approval",
    body: "Expires in 14 min",
    details: undefined,
    url: "http://localhost:3000/requests/req_1",
    link: "View request",
    urgency: "high",
    topic: "req_1",
    isSilent: false,
    expiresAt: new Date(now.getTime() + 840_000),
    person: undefined,
    pendingCount: 3,
    reference: undefined,
    event: { id: "evt_1", kind: "request_pending", at: now, agent: undefined, request: undefined },
    attempt: 1,
    ...more,
  };
}

export function send(channel: Channel, destination: string, more: Partial<Message> = {}) {
  return channel.send(messageTo(destination, more), new AbortController().signal);
}
