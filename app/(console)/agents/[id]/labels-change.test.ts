import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { FormFault } from "#app/web/forms/run-action";
import { findAgent } from "#lib/agents/find-agent";
import { labelsChange } from "./labels-change.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { id } = await workspace.agent(admin, admin);
const of = (labels: string, seen = "") => ({ agentId: id, labels, seen });
const labels = async () =>
  (await findAgent(workspace.db, { viewer: admin.viewer, agentId: id, now: workspace.time.now })).labels;

it("a session alone changes no labels, and the dialog shows them before and after", async () => {
  const { act, question } = await questionFor(labelsChange, admin, formOf(of(" team:pay prod,prod ")));
  expect(act).toMatch(new RegExp(`^agent/labels/${id}/prod,team:pay/[\\w-]{43}$`));
  expect(question.facts).toEqual([
    { label: "Before", value: "None" },
    { label: "After", value: "prod, team:pay" },
  ]);
  expect(await labels()).toEqual([]);
});

it("a passkey gives exactly the labels it confirms, in place of the labels shown", async () => {
  await expectRefusedForOthers(labelsChange, admin, of("prod"), [{ labels: "prod test" }]);
  const { act } = await questionFor(labelsChange, admin, formOf(of("prod")));
  await confirmAndPerform(labelsChange, admin, formOf(of("test")));
  await expect(confirmAndPerform(labelsChange, admin, formOf(of("prod")), act)).rejects.toMatchObject({
    code: "conflict",
  });
  await confirmAndPerform(labelsChange, admin, formOf(of("prod", "test")));
  expect(await labels()).toEqual(["prod"]);
});

it("a page that doesn't show the current labels changes none", async () => {
  for (const seen of ["", "test", "prod test"])
    await expect(questionFor(labelsChange, admin, formOf(of("eu", seen)))).rejects.toMatchObject({
      ...{ code: "conflict", userMessage: "The labels changed. Reload and try again." },
    });
  expect(await labels()).toEqual(["prod"]);
});

it("a wrong label is named before a passkey is asked for", async () => {
  const fault = await questionFor(labelsChange, admin, formOf(of("prod Test"))).catch((thrown) => thrown);
  expect(fault).toBeInstanceOf(FormFault);
  expect(fault.errors.labels).toContain('"Test" isn\'t a valid label');
});
