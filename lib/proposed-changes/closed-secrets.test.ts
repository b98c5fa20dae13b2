import { beforeEach, expect, test } from "vitest";
import { proposals } from "#db/schema/proposals";
import { addSeconds } from "#lib/kernel/clock";
import { masterSecret } from "#lib/membership/testing/people";
import { saveSetting } from "#lib/notifications/chat/change-setting";
import { findSettingId, openSetting } from "#lib/notifications/chat/find-settings";
import { sealSecret } from "#lib/notifications/chat/seal-secret";
import { changeMailSettings } from "#lib/notifications/mail/change-mail-settings";
import { onLoopback } from "#lib/outbound/testing/loopback-client";
import { clearExpiredSecrets } from "#lib/proposals/clear-secrets";
import { listClosedProposals } from "#lib/proposals/find-proposals";
import { declineProposal, withdrawProposal } from "#lib/proposals/resolve-proposal";
import { now, openTwoAdmins } from "./testing/two-admins.ts";

const token = "xoxb-123456789012-abcdefghijklmnop-9876";
const server = {
  ...{ host: "mail.example.com", port: 587, security: "starttls" as const, userName: "countersign" },
  ...{ fromAddress: "countersign@example.com", fromName: "Countersign" },
};

let two: Awaited<ReturnType<typeof openTwoAdmins>>;
beforeEach(async () => {
  two = await openTwoAdmins();
});

const proposeChat = () =>
  saveSetting(two.db, {
    ...two.by(two.ada),
    setting: sealSecret({ kind: "slack_bot", secret: token, config: onLoopback }, { masterSecret, now }),
    seenId: null,
  });
const passwordSealed = new TextEncoder().encode("sealed bytes");
const proposeMail = () =>
  changeMailSettings(two.db, { ...two.by(two.ada), before: null, after: server, passwordSealed });

/** The sealed secrets of all proposals, the oldest first. */
async function secrets(): Promise<unknown[]> {
  const rows = await two.db.select({ payload: proposals.payload }).from(proposals).orderBy(proposals.id);
  return rows.map(({ payload }) => payload.sealed ?? payload.password_sealed);
}

const kept = expect.stringMatching(/.{10}/);

const proposing = [
  ["chat", proposeChat],
  ["mail", proposeMail],
] as const;

test.each(proposing)("%s: a withdrawn or declined proposal keeps no secret", async (_, propose) => {
  await propose();
  expect(await secrets()).toEqual([kept]);
  const { id: proposalId } = await two.open();
  await withdrawProposal(two.db, { actor: two.ada, proposalId, now });
  expect(await secrets()).toEqual([""]);
  await propose();
  const { id } = await two.open();
  expect(await secrets()).toEqual(["", kept]);
  await declineProposal(two.db, { actor: two.bo, proposalId: id, now });
  expect(await secrets()).toEqual(["", ""]);
  const closed = await listClosedProposals(two.db, { viewer: two.ada, now });
  expect(closed.map(({ state }) => state).sort()).toEqual(["declined", "withdrawn"]);
});

test("a confirmed proposal keeps no secret, and the setting has it", async () => {
  await proposeChat();
  await two.confirm(two.bo, await two.open());
  expect(await secrets()).toEqual([""]);
  expect(await findSettingId(two.db, "slack_bot")).toBeDefined();
  expect((await openSetting(two.db, "slack_bot", masterSecret))?.secret).toBe(token);
});

test.each(proposing)(
  "%s: the clean-up clears the secret of an expired proposal alone",
  async (_, propose) => {
    await propose();
    const days = (count: number) => addSeconds(now, count * 24 * 3600);
    await clearExpiredSecrets(two.db, days(6));
    expect(await secrets()).toEqual([kept]);
    await clearExpiredSecrets(two.db, days(8));
    expect(await secrets()).toEqual([""]);
    const [closed] = await listClosedProposals(two.db, { viewer: two.ada, now: days(8) });
    expect(closed).toMatchObject({ state: "expired" });
  },
);
