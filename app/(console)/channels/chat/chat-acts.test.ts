import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { chatSettings } from "#db/schema/chat";
import { proposals } from "#db/schema/proposals";
import { requirement } from "../../settings/publishing/second-admin.ts";
import { chatRemoval, chatSaving } from "./chat-acts.ts";

const { workspace, admin } = await RunningWorkspace.open();
const secret = "https://hooks.slack.com/services/T000/B000/capability-1234";
const hook = { kind: "slack_webhook", secret };
const count = () => workspace.db.$count(chatSettings);

it("an admin's session alone saves no webhook, and neither the question nor the act shows its URL", async () => {
  const { act, question } = await questionFor(chatSaving, admin, formOf(hook));
  expect(act).toMatch(/^chat\/save\/slack_webhook\/[\w-]{43}$/);
  expect(question).toMatchObject({
    title: "Set up Slack webhook?",
    facts: [
      { label: "Host", value: "hooks.slack.com" },
      { label: "Ends with", value: "1234" },
    ],
  });
  expect(JSON.stringify(question)).not.toContain("capability");
  expect(await count()).toBe(0);
});

it("an admin's passkey saves exactly the place that it confirms", async () => {
  await expectRefusedForOthers(chatSaving, admin, hook, [
    { secret: secret.replace("hooks.slack.com", "hooks.attacker.example") },
    { secret: secret.replace("B000", "B001") },
    { kind: "teams_webhook" },
  ]);
  expect(await count()).toBe(0);
  await confirmAndPerform(chatSaving, admin, formOf(hook));
  expect(await count()).toBe(1);
});

it("a text that is no token and no URL is refused next to its field, before a passkey is asked for", async () => {
  const form = formOf({ kind: "slack_bot", secret: "hunter2" });
  await expect(performConfirmed(chatSaving, admin.viewer, form)).rejects.toMatchObject({
    errors: { secret: expect.stringContaining("xoxb-") },
  });
});

it("an admin's session alone removes no webhook", async () => {
  const form = formOf({ kind: "slack_webhook" });
  const { act } = await questionFor(chatRemoval, admin, form);
  expect(await count()).toBe(1);
  await confirmAndPerform(chatRemoval, admin, form, act);
  expect(await count()).toBe(0);
});

it("where the workspace requires two admins, an admin's passkey proposes the webhook", async () => {
  await workspace.person("Bea", ["admin"], admin);
  await confirmAndPerform(requirement, admin, formOf({}));
  expect(await confirmAndPerform(chatSaving, admin, formOf(hook))).toHaveProperty("proposalId");
  expect(await count()).toBe(0);
  expect(await workspace.db.$count(proposals)).toBe(1);
});
