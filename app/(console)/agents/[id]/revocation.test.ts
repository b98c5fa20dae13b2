import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { findAgent } from "#lib/agents/find-agent";
import { revocation } from "./revocation.ts";

const { workspace, admin } = await RunningWorkspace.open();
const bo = await workspace.person("Bo", ["approver"], admin);
const [one, two, other] = [
  (await workspace.agent(admin, bo)).id,
  (await workspace.agent(admin, bo)).id,
  (await workspace.agent(admin, bo)).id,
];
const statusOf = async (agentId: string) =>
  (await findAgent(workspace.db, { viewer: admin.viewer, agentId, now: workspace.time.now })).status;

it("a passkey revokes exactly the agents it confirms, by an admin or their owner", async () => {
  const { act, question } = await questionFor(revocation, admin, formOf({ agentIds: [one, two] }));
  expect(act).toMatch(/^agents\/revoke\/[\w-]{43}$/);
  expect(question).toMatchObject({ title: "Revoke 2 agents?", isDestructive: true });
  const single = await questionFor(revocation, bo, formOf({ agentIds: other }));
  expect(single.question.title).toBe("Revoke Refund bot?");
  await expectRefusedForOthers(revocation, admin, { agentIds: [one, two] }, [
    { agentIds: one },
    { agentIds: [one, other] },
    { agentIds: [one, two, other] },
  ]);
  expect(await statusOf(one)).toBe("active");
  await confirmAndPerform(revocation, admin, formOf({ agentIds: [one, two] }));
  await confirmAndPerform(revocation, bo, formOf({ agentIds: other }));
  for (const id of [one, two, other]) expect(await statusOf(id)).toBe("revoked");
});
