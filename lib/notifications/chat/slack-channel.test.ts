import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { chatIdentities } from "#db/schema/chat";
import { people } from "#db/schema/directory";
import { deliveries } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";
import type { Message } from "#lib/notifications/channels/channel";
import { now } from "#lib/testing/workspace";
import { removeSetting } from "./change-setting.ts";
import { findSettingId } from "./find-settings.ts";
import { messageTo, openChatWorkspace, send } from "./testing/chat-workspace.ts";

const { workspace, db, server, slack, save, times } = await openChatWorkspace();
let person: { id: string; name: string; email: string };

beforeEach(async () => {
  server.reset();
  times.now = now;
  await save("slack_bot", server.token);
  const { personId: id } = await workspace.person("Olga Owner");
  const [row] = await db.select().from(people).where(eq(people.id, id));
  person = { id, name: "Olga Owner", email: row?.email ?? "" };
  server.members.set(person.email, "U0OLGA");
});

const toOlga = (more: Partial<Message> = {}) => send(slack, messageTo(person.id, { person, ...more }));
const destinations = () => slack.destinationsOf(db, [person.id]);

test("a person gets a direct message with one link and no button", async () => {
  expect(await destinations()).toEqual([{ personId: person.id, destination: person.id, receiver: "slack" }]);
  const result = await toOlga();
  expect(result).toEqual({ outcome: "delivered", reference: "D0OLGA/1700000000.000000" });
  expect(server.callsTo("chat.postMessage").map(({ body }) => body)).toEqual([
    {
      channel: "U0OLGA",
      text: "Refund bot needs your approval\nExpires in 14 min (10:14 UTC).",
      blocks: [
        "*Refund bot needs your approval*\nExpires in 14 min (10:14 UTC).",
        "<http://localhost:3000/requests/req_1|Review request>",
      ].map((text) => ({ type: "section", text: { type: "mrkdwn", text, verbatim: true } })),
      unfurl_links: false,
      unfurl_media: false,
      client_msg_id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
    },
  ]);
});

test("every attempt of a message has one client_msg_id, and another message has another", async () => {
  await toOlga();
  await toOlga({ attempt: 2 });
  await toOlga({ id: "dlv_2" });
  const [first, second, third] = server.callsTo("chat.postMessage").map(({ body }) => body.client_msg_id);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test("details leave only where an admin allowed them", async () => {
  await toOlga();
  await toOlga({ details: "Refund of 120.00 USD" });
  const [without, details] = server.callsTo("chat.postMessage").map(({ body }) => JSON.stringify(body));
  expect(without).not.toContain("120.00");
  expect(details).toContain("Refund of 120.00 USD");
});

test("a member is looked up once for an address, and again for another address or another bot", async () => {
  await toOlga();
  await toOlga();
  expect(server.callsTo("users.lookupByEmail")).toHaveLength(1);
  await db.update(people).set({ email: "olga@new.example" }).where(eq(people.id, person.id));
  server.members.set("olga@new.example", "U0NEW");
  await toOlga();
  expect(server.callsTo("users.lookupByEmail").map(({ body }) => body.email)).toContain("olga@new.example");
  expect(server.callsTo("chat.postMessage").at(-1)?.body.channel).toBe("U0NEW");
  await save("slack_bot", server.token);
  await toOlga();
  expect(server.callsTo("users.lookupByEmail")).toHaveLength(3);
});

test("an address that a directory changed gets nothing until an admin confirms it", async () => {
  await toOlga();
  const isOlga = eq(people.id, person.id);
  const unconfirmed = { email: "thief@new.example", emailBefore: person.email, emailGivenAt: now };
  await db.update(people).set(unconfirmed).where(isOlga);
  server.members.set("thief@new.example", "U0THIEF");
  expect(await destinations()).toEqual([]);
  expect(await toOlga()).toMatchObject({ outcome: "gone" });
  expect(server.callsTo("chat.postMessage")).toHaveLength(1);
  await db.update(people).set({ emailBefore: null, emailGivenAt: null }).where(isOlga);
  expect(await toOlga()).toMatchObject({ outcome: "delivered" });
  expect(server.callsTo("chat.postMessage").at(-1)?.body.channel).toBe("U0THIEF");
});

test("a suspended person gets nothing that was planned before", async () => {
  await db.update(people).set({ status: "suspended" }).where(eq(people.id, person.id));
  expect(await destinations()).toEqual([]);
  expect(await toOlga()).toMatchObject({ outcome: "gone" });
  expect(server.calls).toEqual([]);
});

test("a member that another bot found is looked up again, in this bot's workspace", async () => {
  await toOlga();
  await db.update(chatIdentities).set({ settingId: "cht_other", slackUserId: "U0OTHER" });
  await toOlga();
  expect(server.callsTo("chat.postMessage").at(-1)?.body.channel).toBe("U0OLGA");
});

test("a person without a Slack account gets nothing, and is looked up again a day later", async () => {
  server.members.clear();
  const result = await toOlga();
  expect(result).toMatchObject({ outcome: "gone", reason: expect.stringContaining("no active member") });
  expect(await destinations()).toEqual([]);
  times.now = addSeconds(now, 24 * 3600 + 1);
  expect(await destinations()).toHaveLength(1);
});

test("a member who was deactivated in Slack is forgotten", async () => {
  await toOlga();
  server.instead = ({ path }) =>
    path === "/chat.postMessage" ? { body: { ok: false, error: "channel_not_found" } } : undefined;
  expect(await toOlga()).toMatchObject({ outcome: "gone" });
  const [identity] = await db.select().from(chatIdentities).where(eq(chatIdentities.personId, person.id));
  expect(identity?.slackUserId).toBeNull();
});

describe("when a request is decided", () => {
  const closing = (reference?: string) => {
    const words = { title: "Refund bot: already approved", body: "The request was approved by Bo Chen." };
    return toOlga({ kind: "request_closed", ...words, id: "dlv_close", reference });
  };

  test("its message is updated in place, and has no link any longer", async () => {
    const sent = await toOlga();
    const reference = sent.outcome === "delivered" ? sent.reference : undefined;
    expect(await closing(reference)).toEqual({ outcome: "delivered" });
    expect([...server.messages.keys()]).toEqual([reference]);
    const [message] = [...server.messages.values()];
    expect(JSON.stringify(message)).toContain("The request was approved by Bo Chen.");
    expect(JSON.stringify(message)).not.toMatch(/Review request|http/);
    expect(await closing(reference)).toEqual({ outcome: "delivered" });
    expect(server.messages.size).toBe(1);
  });

  test("its reminders are updated too", async () => {
    const requestId = "req_with_reminder";
    for (const id of ["dlv_first", "dlv_reminder"]) {
      const sent = await toOlga({ id });
      const reference = sent.outcome === "delivered" ? (sent.reference ?? null) : null;
      await db.insert(deliveries).values({
        ...{ id, notificationId: id, kind: "request_pending", channel: "slack", personId: person.id },
        ...{ destination: person.id, receiver: "slack", requestId, state: "delivered", reference },
        ...{ dueAt: now, createdAt: now, closedAt: now },
      });
    }
    const request = { id: requestId } as NonNullable<Message["event"]["request"]>;
    const event = { ...messageTo("").event, kind: "request_closed" as const, request };
    const words = { title: "Refund bot: already denied", body: "The request was denied by Bo Chen." };
    expect(await toOlga({ kind: "request_closed", ...words, event })).toEqual({ outcome: "delivered" });
    for (const message of server.messages.values()) expect(message.text).toContain("denied by Bo Chen");
    expect(server.messages.size).toBe(2);
  });

  test("a digest is left as it is", async () => {
    const items = [{ title: "One", body: "b", url: "http://localhost:3000/requests/req_1" }];
    expect(await toOlga({ items })).toEqual({ outcome: "delivered" });
    expect(await closing()).toMatchObject({ outcome: "gone" });
    expect(server.callsTo("chat.update")).toEqual([]);
  });

  test("a message that the person deleted needs no update", async () => {
    expect(await closing("D0OLGA/1600000000.000001")).toMatchObject({ outcome: "gone" });
    expect(server.messages.size).toBe(0);
  });
});

test("nothing is sent once the bot was removed", async () => {
  const settingId = (await findSettingId(db, "slack_bot")) ?? "";
  const actor = await workspace.person("Bo Admin", ["admin"]);
  await removeSetting(db, { actor, settingId, now });
  expect(await destinations()).toEqual([]);
  expect(await toOlga()).toMatchObject({ outcome: "gone" });
  expect(server.calls).toEqual([]);
});
