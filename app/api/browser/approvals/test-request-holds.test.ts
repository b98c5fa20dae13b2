import { expect, test } from "vitest";
import { codeOf, decisionState } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { foreseeHolds } from "#lib/lifecycle/foresee-hold";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import { holdAgents } from "#lib/lifecycle/hold-agents";
import { listNotices } from "#lib/notices/list-notices";
import { sendTestRequest } from "#lib/requests/send-test-request";

const { workspace, admin } = await RunningWorkspace.open();
const { db, time, runtime } = workspace;
const origin = runtime.config.origin;

const newApprover = (name: string) => workspace.person(name, ["admin", "approver"], admin);
const send = ({ viewer }: SignedInPerson) =>
  sendTestRequest(db, { viewer, secret: runtime.secret, origin, now: time.now });
const statusOf = async (id: string) =>
  (await db.$client`select status from agents where id = ${id}`)[0]?.status;
const noticesOf = async ({ viewer }: SignedInPerson, agentId: string) =>
  (await listNotices(db, { personId: viewer.personId, now: time.now })).notices.filter(
    (notice) => notice.agentId === agentId,
  );

test("a test request can't be denied as unexpected, so a test alarms no other admin", async () => {
  const sender = await newApprover("Olga");
  const { agentId, requestId } = await send(sender);
  const unexpected = () => sender.post(`/api/requests/${requestId}/unexpected`, {});
  const refused = await unexpected();
  expect(await refused.json()).toMatchObject({
    code: "not_entitled",
    detail: "This is a test request, so its agent can't be held. Deny it instead.",
  });
  expect(await decisionState(db, requestId)).toMatchObject({ state: "pending" });
  expect(await statusOf(agentId)).toBe("active");
  expect(await noticesOf(admin, agentId)).toEqual([]);
  // Words about other agents, which can be held, never answer for a decided test.
  await sender.approve(requestId);
  expect(await codeOf(await unexpected())).toBe("not_entitled");
});

test("a test agent can't be held, which no page offers, so its owner and admins alarm no one", async () => {
  const sender = await newApprover("Pia");
  const { agentId } = await send(sender);
  expect(await foreseeHolds(db, [agentId], time.now)).toEqual(new Map());
  for (const actor of [sender.viewer, admin.viewer])
    await expect(holdAgent(db, { actor, agentId, reason: null, now: time.now })).rejects.toMatchObject({
      code: "conflict",
      userMessage: "This is a test agent. It can only be revoked, so nothing was changed.",
    });
  expect(await statusOf(agentId)).toBe("active");
});

test("a test agent isn't held with the other agents of its owner", async () => {
  const sender = await newApprover("Tess");
  const { agentId } = await send(sender);
  const { id } = await workspace.agent(admin, sender);
  await holdAgents(db, { actor: admin.viewer, owner: sender.viewer.personId, reason: null, now: time.now });
  expect([await statusOf(agentId), await statusOf(id)]).toEqual(["active", "quarantined"]);
});
