import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { chatSettings } from "#db/schema/chat";
import { workspace } from "#db/schema/directory";
import { deliveries } from "#db/schema/notifications";
import { proposals } from "#db/schema/proposals";
import { masterSecret } from "#lib/membership/testing/people";
import { onLoopback } from "#lib/outbound/testing/loopback-client";
import { auditEvents } from "#lib/policy/testing/workspace";
import { now, openTwoAdmins } from "#lib/proposed-changes/testing/two-admins";
import { removeSetting, saveSetting } from "./change-setting.ts";
import {
  findLastMessage,
  findSettingId,
  isSlackConfigured,
  listSettings,
  openSetting,
} from "./find-settings.ts";
import { readSecret, sealSecret } from "./seal-secret.ts";
import { sendTest } from "./send-test.ts";

const token = "xoxb-123456789012-abcdefghijklmnop-9876";
const hookUrl = "https://hooks.slack.com/services/T000/B000/capability-1234";

let two: Awaited<ReturnType<typeof openTwoAdmins>>;
beforeEach(async () => {
  two = await openTwoAdmins();
});

const oneAdmin = () => two.db.update(workspace).set({ publishNeedsSecondAdmin: false });
const sealed = (kind: "slack_bot" | "slack_webhook", secret: string) =>
  sealSecret({ kind, secret, config: onLoopback }, { masterSecret, now });
const save = (secret: string, seenId: string | null = null, by = two.by(two.ada)) => {
  const kind = secret.startsWith("xoxb") ? ("slack_bot" as const) : ("slack_webhook" as const);
  return saveSetting(two.db, { ...by, setting: sealed(kind, secret), seenId });
};

describe("a setting of one admin", () => {
  beforeEach(oneAdmin);

  test("is stored sealed, and shown and recorded by host and last characters alone", async () => {
    await save(token);
    await save(hookUrl);
    for (const { secretSealed } of await two.db.select().from(chatSettings))
      expect(Buffer.from(secretSealed).toString("latin1")).not.toMatch(/xoxb|hooks\.slack/);
    const views = [...(await listSettings(two.db, { viewer: two.ada })).values()];
    expect(views).toMatchObject([
      { host: "slack.com", endsWith: "9876", changedBy: "Ada" },
      { host: "hooks.slack.com", endsWith: "1234" },
    ]);
    const events = await auditEvents(two.db, "chat_setting.saved");
    expect(events).toMatchObject([
      { data: { kind: "slack_bot", host: "slack.com" } },
      { data: { kind: "slack_webhook", host: "hooks.slack.com" } },
    ]);
    expect(JSON.stringify([views, events])).not.toMatch(/xoxb|capability|abcdefg/);
    expect((await openSetting(two.db, "slack_webhook", masterSecret))?.secret).toBe(hookUrl);
  });

  test("makes Slack a channel of people only as a bot", async () => {
    await save(hookUrl);
    expect(await isSlackConfigured(two.db)).toBe(false);
    await save(token);
    expect(await isSlackConfigured(two.db)).toBe(true);
  });

  test("can't be moved to another row", async () => {
    await save(token);
    await two.db.update(chatSettings).set({ id: "cht_other" });
    await expect(openSetting(two.db, "slack_bot", masterSecret)).rejects.toMatchObject({ code: "internal" });
  });

  test("is replaced only by an admin who saw the current one", async () => {
    await save(token);
    await expect(save(token)).rejects.toMatchObject({ code: "conflict" });
    const seenId = (await findSettingId(two.db, "slack_bot")) ?? null;
    await save(token.replace("9876", "5432"), seenId);
    expect((await openSetting(two.db, "slack_bot", masterSecret))?.secret).toMatch(/5432$/);
    await expect(save(token, seenId)).rejects.toMatchObject({ code: "conflict" });
  });

  test("of twenty admins who save the first one at the same time, one does", async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => save(token)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await auditEvents(two.db, "chat_setting.saved")).toHaveLength(1);
  });

  test("is removed with its secret, and recorded", async () => {
    await save(token);
    const settingId = (await findSettingId(two.db, "slack_bot")) ?? "";
    await removeSetting(two.db, { actor: two.bo, settingId, now });
    expect(await two.db.$count(chatSettings)).toBe(0);
    expect(await auditEvents(two.db, "chat_setting.removed")).toMatchObject([
      { actor: { id: two.bo.personId }, subject: { chat_setting: settingId }, data: { kind: "slack_bot" } },
    ]);
    await expect(removeSetting(two.db, { actor: two.bo, settingId, now })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("is tested by a message to the acting admin, or to the webhook's channel", async () => {
    await expect(sendTest(two.db, { actor: two.ada, kind: "slack_bot", now })).rejects.toMatchObject({
      code: "conflict",
    });
    await save(token);
    await save(hookUrl);
    await sendTest(two.db, { actor: two.ada, kind: "slack_bot", now });
    await sendTest(two.db, { actor: two.ada, kind: "slack_webhook", now });
    const hookId = (await findSettingId(two.db, "slack_webhook")) ?? "";
    expect(await two.db.select().from(deliveries).orderBy(deliveries.channel)).toMatchObject([
      { kind: "test", channel: "slack", personId: two.ada.personId, receiver: "slack" },
      { kind: "test", channel: "slack_webhook", personId: null, destination: hookId },
    ]);
  });

  test("shows an admin why the last message did not arrive", async () => {
    await save(token);
    await sendTest(two.db, { actor: two.ada, kind: "slack_bot", now });
    await two.db.update(deliveries).set({ error: "Slack no longer accepts the bot token." });
    const id = (await findSettingId(two.db, "slack_bot")) ?? "";
    const last = (viewer: typeof two.ada, at = now) =>
      findLastMessage(two.db, { viewer, kind: "slack_bot", id, now: at });
    expect(await last(two.ada)).toMatchObject({ state: "queued", error: expect.stringContaining("token") });
    expect(await last(two.bo)).toBeUndefined();
    expect(await last(two.ada, new Date(now.getTime() + 25 * 3600_000))).toBeUndefined();
  });

  test("is for admins alone", async () => {
    const actor = { ...two.ada, roles: ["approver" as const] };
    const refused = { code: "not_found" };
    await expect(save(token, null, { ...two.by(two.ada), actor })).rejects.toMatchObject(refused);
    await expect(listSettings(two.db, { viewer: actor })).rejects.toMatchObject(refused);
    await expect(sendTest(two.db, { actor, kind: "slack_bot", now })).rejects.toMatchObject(refused);
    await expect(removeSetting(two.db, { actor, settingId: "cht_x", now })).rejects.toMatchObject(refused);
  });
});

describe("where two admins are required", () => {
  test("a second admin confirms the new place, and the proposal has the secret sealed", async () => {
    expect(await save(hookUrl)).toHaveProperty("proposalId");
    expect(await two.db.$count(chatSettings)).toBe(0);
    const stored = JSON.stringify(await two.db.select().from(proposals));
    expect(stored).toContain("hooks.slack.com");
    expect(stored).not.toMatch(/capability|services/);
    const proposal = await two.open();
    await expect(two.confirm(two.ada, proposal)).rejects.toMatchObject({ code: "conflict" });
    await two.confirm(two.bo, proposal);
    expect((await openSetting(two.db, "slack_webhook", masterSecret))?.secret).toBe(hookUrl);
    expect(await auditEvents(two.db, "chat_setting.saved")).toMatchObject([
      { actor: { id: two.bo.personId }, data: { proposed_by: two.ada.personId } },
    ]);
  });

  test("one admin alone can't save without a passkey", async () => {
    const without = { actor: two.ada, now, setting: sealed("slack_bot", token), seenId: null };
    await expect(saveSetting(two.db, without)).rejects.toMatchObject({ code: "passkey_refused" });
  });

  test("a proposal is void once the setting it replaces has changed", async () => {
    await save(token);
    const proposal = await two.open();
    await oneAdmin();
    await save(token);
    await expect(two.confirm(two.bo, proposal)).rejects.toMatchObject({ code: "conflict" });
    const [row] = await two.db.select().from(proposals).where(eq(proposals.id, proposal.id));
    expect(row?.state).toBe("superseded");
  });
});

test.each([
  ["slack_bot", "xoxp-123456789012-abcdefghijklmnop"],
  ["slack_bot", "xoxb-short"],
  ["slack_bot", `${token}\r\nx-injected: 1`],
  ["slack_webhook", "http://hooks.slack.com/services/T000/B000/x"],
  ["slack_webhook", "https://user:password@hooks.slack.com/services/T000/B000/x"],
  ["slack_webhook", "https://hooks.slack.com/"],
  ["teams_webhook", "javascript:alert(1)"],
] as const)("a %s can't be %j", (kind, secret) => {
  expect(() => readSecret({ kind, secret, config: onLoopback })).toThrow(
    expect.objectContaining({ code: "invalid_input" }),
  );
});
