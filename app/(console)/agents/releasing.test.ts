import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { findAgent } from "#lib/agents/find-agent";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import { releasing } from "./releasing.ts";

const { workspace, admin } = await RunningWorkspace.open();
const bo = await workspace.person("Bo", ["approver"], admin);
const [one, other] = [(await workspace.agent(admin, bo)).id, (await workspace.agent(admin, bo)).id];
const hold = (agentId: string, reason: string) =>
  holdAgent(workspace.db, { actor: bo.viewer, agentId, reason, now: workspace.time.now });
const statusOf = async (agentId: string) =>
  (await findAgent(workspace.db, { viewer: admin.viewer, agentId, now: workspace.time.now })).status;

it("a passkey ends exactly the hold it confirms", async () => {
  await hold(one, "Odd refunds");
  await hold(other, "");
  const { act, question } = await questionFor(releasing, bo, formOf({ agentId: one }));
  expect(question.facts).toContainEqual({ label: "Reason", value: "Odd refunds" });
  await expectRefusedForOthers(releasing, bo, { agentId: one }, [{ agentId: other }]);
  expect(await statusOf(one)).toBe("quarantined");
  await confirmAndPerform(releasing, bo, formOf({ agentId: one }));
  expect(await statusOf(one)).toBe("active");
  workspace.time.now = new Date(workspace.time.now.getTime() + 1000);
  await hold(one, "Again");
  await expect(confirmAndPerform(releasing, bo, formOf({ agentId: one }), act)).rejects.toMatchObject({
    code: "conflict",
  });
  await confirmAndPerform(releasing, admin, formOf({ agentId: one }));
  expect(await statusOf(one)).toBe("active");
});
