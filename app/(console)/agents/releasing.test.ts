import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { findAgent } from "#lib/agents/find-agent";
import { addAgent } from "#lib/agents/testing/authority";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import { holdingAll, releasing, releasingAll } from "./releasing.ts";

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

it("a passkey ends exactly the holds that its dialog lists, and no hold that began since", async () => {
  const cy = await workspace.person("Cy", ["approver"], admin);
  const own = [(await workspace.agent(admin, cy)).id, (await workspace.agent(admin, cy)).id];
  const scope = { owner: cy.viewer.personId };
  const { db, time } = workspace;
  await holdAgent(db, { actor: cy.viewer, agentId: own[0] ?? "", reason: null, now: time.now });
  const confirmed = await questionFor(releasingAll, admin, formOf(scope));
  expect(confirmed.question.title).toBe("Release 1 agent?");
  await holdingAll.perform(admin.viewer, formOf({ ...scope, reason: "Look\n at it" }));
  await expect(confirmAndPerform(releasingAll, admin, formOf(scope), confirmed.act)).rejects.toMatchObject({
    code: "conflict",
  });
  const { question } = await questionFor(releasingAll, admin, formOf(scope));
  expect(question.title).toBe("Release 2 agents?");
  const [listed] = question.facts ?? [];
  expect(String(listed?.value).split("\n")).toEqual([
    ...[
      expect.stringMatching(/ · on hold by Ada Admin · Look at it$/),
      expect.stringMatching(/ · Look at it$/),
    ],
  ]);
  await confirmAndPerform(releasingAll, admin, formOf(scope));
  for (const agentId of own) expect(await statusOf(agentId)).toBe("active");
});

it("a passkey ends 100 holds at most, and the dialog says that more agents stay on hold", async () => {
  const dee = await workspace.person("Dee", ["approver"], admin);
  const scope = { owner: dee.viewer.personId };
  for (let n = 0; n < 101; n++) await addAgent(workspace.db, scope.owner, workspace.time.now);
  await holdingAll.perform(admin.viewer, formOf({ ...scope, reason: "" }));
  const more = "More agents stay on hold. Release them afterwards.";
  for (const [agents, hasMore] of [
    ["100 agents", true],
    ["1 agent", false],
  ] as const) {
    const { question } = await questionFor(releasingAll, admin, formOf(scope));
    expect(question.title).toBe(`Release ${agents}?`);
    expect(question.consequences.includes(more)).toBe(hasMore);
    await confirmAndPerform(releasingAll, admin, formOf(scope));
  }
});
