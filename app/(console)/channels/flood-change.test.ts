import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, confirmedActs, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { saveFloodLimit } from "#lib/notifications/channels/flood-limit";
import { findFloodLimit } from "#lib/workspace/find-workspace";
import { floodChange } from "./flood-change.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const of = (requests: number, minutes: number) =>
  formOf({ requests: String(requests), minutes: String(minutes) });
const current = () => findFloodLimit(workspace.db);

it("a session alone makes more requests be announced one by one", async () => {
  await performConfirmed(floodChange, admin.viewer, of(20, 5));
  expect(await current()).toEqual({ floodRequests: 20, floodMinutes: 5 });
  expect(await confirmedActs(workspace.db)).toEqual([]);
});

it.each([
  ["fewer requests", 19, 5],
  ["a longer time", 20, 6],
  ["a longer time with more requests", 40, 6],
])("%s takes a passkey over exactly these numbers", async (_, requests, minutes) => {
  const { act, question } = await questionFor(floodChange, admin, of(requests, minutes));
  expect(act).toMatch(new RegExp(`^workspace/flood-limit/${requests}\\+${minutes}/[\\w-]{43}$`));
  expect(question.facts).toContainEqual({ label: "Current limit", value: "20 requests in 5 minutes" });
  const form = of(3, 60);
  await admin.confirmForm(form, act);
  form.delete("confirmedAct");
  await expect(performConfirmed(floodChange, admin.viewer, form)).rejects.toMatchObject({
    code: "challenge_expired",
  });
  expect(await current()).toEqual({ floodRequests: 20, floodMinutes: 5 });
});

it("a passkey changes the limit once, from the numbers shown", async () => {
  const { act } = await questionFor(floodChange, admin, of(15, 5));
  await confirmAndPerform(floodChange, admin, of(15, 5), act);
  expect(await current()).toEqual({ floodRequests: 15, floodMinutes: 5 });
  await performConfirmed(floodChange, admin.viewer, of(25, 5));
  await expect(confirmAndPerform(floodChange, admin, of(15, 5), act)).rejects.toMatchObject({
    code: "conflict",
  });
});

it("is for admins, within bounds, and against the current numbers", async () => {
  const change = { actor: admin.viewer, confirmedFrom: undefined, now: workspace.time.now };
  const save = (more: object) =>
    saveFloodLimit(workspace.db, { ...change, requests: 100, minutes: 5, ...more });
  await expect(save({ actor: owner.viewer })).rejects.toMatchObject({ code: "not_found" });
  await expect(save({ requests: 2 })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(save({ minutes: 61 })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(save({ requests: 24 })).rejects.toMatchObject({ code: "conflict" });
  await expect(save({ requests: 24, confirmedFrom: { requests: 20, minutes: 5 } })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(performConfirmed(floodChange, admin.viewer, of(2, 5))).rejects.toThrow("faults");
});
