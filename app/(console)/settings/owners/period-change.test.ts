import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, confirmedActs, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { agents } from "#db/schema/agents";
import { auditEvents } from "#db/schema/audit";
import { workspace as workspaceRow } from "#db/schema/directory";
import { addSeconds } from "#lib/kernel/clock";
import { changeAttestationSetting, findAttestationSetting } from "#lib/ownership/attestation-setting";
import { periodChange } from "./period-change.ts";

const { workspace, admin, agent } = await RunningWorkspace.withAgent();
const of = (days: number, graceDays: number) => formOf({ days: String(days), graceDays: String(graceDays) });

async function current() {
  const { days, graceDays } = await findAttestationSetting(workspace.db);
  return { days, graceDays };
}

/** The agent was confirmed so many days ago, and the periods were set long before that. */
async function attestedDaysAgo(days: number): Promise<void> {
  const daysAgo = (count: number) => addSeconds(workspace.time.now, -count * 86_400);
  await workspace.db
    .update(agents)
    .set({ attestedAt: daysAgo(days) })
    .where(eq(agents.id, agent.id));
  await workspace.db.update(workspaceRow).set({ attestationChangedAt: daysAgo(400) });
}

it("a session alone shortens the ownership review periods", async () => {
  await performConfirmed(periodChange, admin.viewer, of(60, 10));
  expect(await current()).toEqual({ days: 60, graceDays: 10 });
  expect(await confirmedActs(workspace.db)).toEqual([]);
});

it.each([
  ["interval", 61, 10],
  ["grace period", 60, 11],
  ["interval, with a shorter grace period", 61, 5],
])("a session alone makes no longer %s", async (_, days, graceDays) => {
  const { act, question } = await questionFor(periodChange, admin, of(days, graceDays));
  expect(act).toMatch(new RegExp(`^workspace/ownership-review/${days}\\+${graceDays}/[\\w-]{43}$`));
  expect(question.consequences).toContain(`Owners confirm their agents every ${days} days.`);
  expect(await current()).toEqual({ days: 60, graceDays: 10 });
});

it("a session alone makes no shorter interval that restarts an overdue agent's grace period", async () => {
  await attestedDaysAgo(69);
  const { question } = await questionFor(periodChange, admin, of(59, 10));
  expect(question.consequences).toContain("1 agent gets more time before quarantine.");
  expect(await current()).toEqual({ days: 60, graceDays: 10 });
  await attestedDaysAgo(1);
});

it("saving the periods that are set restarts no grace period and records no change", async () => {
  await attestedDaysAgo(69);
  const changes = () => workspace.db.$count(auditEvents, eq(auditEvents.type, "workspace.settings_changed"));
  const before = await changes();
  await performConfirmed(periodChange, admin.viewer, of(60, 10));
  expect(await changes()).toBe(before);
  await attestedDaysAgo(1);
});

it("a passkey sets exactly the periods it confirms, once, and only from the periods shown", async () => {
  const { act } = await questionFor(periodChange, admin, of(120, 20));
  for (const form of [of(120, 21), of(121, 20)]) {
    await admin.confirmForm(form, act);
    form.delete("confirmedAct");
    await expect(performConfirmed(periodChange, admin.viewer, form)).rejects.toMatchObject({
      code: "challenge_expired",
    });
  }
  await confirmAndPerform(periodChange, admin, of(120, 20), act);
  expect(await current()).toEqual({ days: 120, graceDays: 20 });
  expect((await confirmedActs(workspace.db)).at(-1)).toBe(act);
  await performConfirmed(periodChange, admin.viewer, of(30, 5));
  await expect(confirmAndPerform(periodChange, admin, of(120, 20), act)).rejects.toMatchObject({
    code: "conflict",
  });
});

it("what was shorter than the periods shown is refused when it is longer than the current periods", async () => {
  const change = { actor: admin.viewer, now: workspace.time.now };
  await expect(
    changeAttestationSetting(workspace.db, { ...change, days: 31, graceDays: 5 }),
  ).rejects.toMatchObject({ code: "conflict" });
  const confirmedFrom = { days: 29, graceDays: 5 };
  await expect(
    changeAttestationSetting(workspace.db, { ...change, days: 90, graceDays: 14, confirmedFrom }),
  ).rejects.toMatchObject({ code: "conflict" });
  expect(await current()).toEqual({ days: 30, graceDays: 5 });
});
