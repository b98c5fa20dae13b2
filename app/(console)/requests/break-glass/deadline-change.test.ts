import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, confirmedActs, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { Unconfirmed } from "#app/web/forms/unconfirmed";
import { setReviewHours } from "#lib/membership/set-review-hours";
import { findWorkspace } from "#lib/workspace/find-workspace";
import { deadlineChange } from "./deadline-change.ts";

const { workspace, admin } = await RunningWorkspace.open();
const of = (hours: number) => formOf({ hours: String(hours) });
const current = async () => (await findWorkspace(workspace.db))?.breakGlassReviewHours;

it("a session alone shortens the review deadline", async () => {
  await performConfirmed(deadlineChange, admin.viewer, of(24));
  expect(await current()).toBe(24);
  expect(await confirmedActs(workspace.db)).toEqual([]);
});

it("a session alone does not extend the review deadline", async () => {
  await performConfirmed(deadlineChange, admin.viewer, of(24));
  await expect(performConfirmed(deadlineChange, admin.viewer, of(48))).rejects.toBeInstanceOf(Unconfirmed);
  const { act, question } = await questionFor(deadlineChange, admin, of(48));
  expect(act).toMatch(/^workspace\/break-glass-deadline\/48\/[\w-]{43}$/);
  expect(question.facts).toContainEqual({ label: "Current deadline", value: "24 hours" });
  expect(await current()).toBe(24);
});

it("a passkey extends the review deadline once, from the hours shown to the hours it confirms", async () => {
  const { act } = await questionFor(deadlineChange, admin, of(48));
  for (const hours of [49, 480]) {
    const form = of(hours);
    await admin.confirmForm(form, act);
    form.delete("confirmedAct");
    await expect(performConfirmed(deadlineChange, admin.viewer, form)).rejects.toMatchObject({
      code: "challenge_expired",
    });
  }
  await confirmAndPerform(deadlineChange, admin, of(48), act);
  expect(await current()).toBe(48);
  expect((await confirmedActs(workspace.db)).at(-1)).toBe(act);
  await performConfirmed(deadlineChange, admin.viewer, of(12));
  // The same act again: from 24 hours to 48, while 12 are set.
  await expect(confirmAndPerform(deadlineChange, admin, of(48), act)).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await current()).toBe(12);
});

it("a deadline that was shortened while another admin shortened it less is not extended", async () => {
  const change = { actor: admin.viewer, now: workspace.time.now };
  await setReviewHours(workspace.db, { ...change, hours: 10 });
  // Looked at while 12 hours were set, when 11 was shorter.
  await expect(setReviewHours(workspace.db, { ...change, hours: 11 })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(
    setReviewHours(workspace.db, { ...change, hours: 90, confirmedFrom: 12 }),
  ).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await current()).toBe(10);
});
