import type { ChatKind } from "#db/schema/chat";
import { masterSecret, type TestPerson } from "#lib/membership/testing/people";
import type { Channel, Message } from "#lib/notifications/channels/channel";
import { loopbackClient, onLoopback } from "#lib/outbound/testing/loopback-client";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { saveSetting } from "../change-setting.ts";
import { openChatChannels } from "../channels.ts";
import { findSettingId } from "../find-settings.ts";
import { sealSecret } from "../seal-secret.ts";
import { ChatServer } from "./chat-server.ts";

/** A workspace whose Slack and Teams are a server of this machine. For tests only. */
export async function openChatWorkspace() {
  const workspace = await TestWorkspace.open();
  const { db } = workspace;
  const server = await ChatServer.open();
  const admin = await workspace.person("Ada Admin", ["admin"]);
  const outbound = loopbackClient();
  const times = { now };
  const options = { db, secret: masterSecret, outbound, clock: () => times.now, baseUrl: server.url };
  const [slack, slackWebhook, teams] = openChatChannels(options) as [Channel, Channel, Channel];

  /** Saves a setting, as an admin does. */
  async function save(kind: ChatKind, secret: string, by: TestPerson = admin): Promise<string> {
    const seenId = (await findSettingId(db, kind)) ?? null;
    const setting = sealSecret({ kind, secret, config: onLoopback }, { masterSecret, now });
    const { credentialId: confirmedWith } = by.authenticator;
    const saved = await saveSetting(db, { actor: by, confirmedWith, setting, seenId, now });
    return "id" in saved ? saved.id : saved.proposalId;
  }
  return { workspace, db, server, admin, slack, slackWebhook, teams, save, times };
}

export function messageTo(destination: string, more: Partial<Message> = {}): Message {
  return {
    ...{ id: "dlv_1", kind: "request_pending", destination, details: undefined },
    ...{ title: "Refund bot needs your approval", body: "Expires in 14 min (10:14 UTC)." },
    ...{ url: "http://localhost:3000/requests/req_1", link: "Review request" },
    ...{ urgency: "normal", topic: "req_1", isSilent: false, expiresAt: undefined, person: undefined },
    ...{ pendingCount: 1, reference: undefined, attempt: 1 },
    event: { id: "obx_1", kind: "request_pending", at: now, agent: undefined, request: undefined },
    ...more,
  };
}

export function send(channel: Channel, message: Message, signal = new AbortController().signal) {
  return channel.send(message, signal);
}
