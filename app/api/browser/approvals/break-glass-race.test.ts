import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { findBreakable } from "#lib/approvals/break-glass/find-breakable";
import { addSeconds } from "#lib/kernel/clock";
import { changeRoles } from "#lib/membership/change-roles";
import { foreseeEndOfAdmin } from "#lib/membership/offboarding/foresee-offboarding";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { type Asked, breakGlass, openBreakGlass, outcome, signed } from "./testing/break-glass.ts";

const { workspace, db, admin, second, owner, agent, asked } = await openBreakGlass();

test("an admin suspended between signing and sending approves nothing", async () => {
  const third = await workspace.person("Thi Third", ["admin"], admin);
  const { request } = await asked();
  const credential = await signed(third, request.id);
  await db.$client`update people set status = 'suspended' where id = ${third.viewer.personId}`;
  expect(await outcome(third.post(`/api/requests/${request.id}/approvals`, { credential }))).not.toBe(
    "approved",
  );
  const gone = { requestId: request.id, personId: third.viewer.personId, now: workspace.time.now };
  await expect(findBreakable(db, gone)).rejects.toMatchObject({ code: "not_found" });
});

test("of two admins who use break-glass and the owner who approves at the same time, one wins and there is one grant", async () => {
  const { request } = await asked();
  const [byAdmin, bySecond] = [await signed(admin, request.id), await signed(second, request.id)];
  const own = await owner.sign(request.id);
  const path = `/api/requests/${request.id}/approvals`;
  const outcomes = await Promise.all([
    outcome(admin.post(path, { credential: byAdmin })),
    outcome(second.post(path, { credential: bySecond })),
    outcome(owner.post(path, { credential: own })),
  ]);
  expect(outcomes.sort()).toEqual(["already_decided", "already_decided", "approved"]);
  const grants = await db.$client`select from grants where request_id = ${request.id}`;
  expect(grants).toHaveLength(1);
});

test("invariant 8: break-glass at the moment of the owner's suspension leaves no redeemable grant, without a deadlock", async () => {
  for (let round = 0; round < 5; round += 1) {
    workspace.time.now = addSeconds(workspace.time.now, 60);
    const gone = await workspace.person(`Gone ${round}`, ["approver", "admin"], admin);
    const ownAgent = await workspace.agent(admin, gone);
    const { request } = (await (await ownAgent.ask({ action: refund() })).json()) as Asked;
    const credential = await signed(second, request.id);
    const [sent, suspended] = await Promise.allSettled([
      outcome(second.post(`/api/requests/${request.id}/approvals`, { credential })),
      suspendPerson(db, { actor: admin.viewer, personId: gone.viewer.personId, now: workspace.time.now }),
    ]);
    expect(suspended.status).toBe("fulfilled");
    expect(["approved", "request_cancelled", "agent_quarantined"]).toContain(
      sent.status === "fulfilled" ? sent.value : sent.reason,
    );
    const open = await db.$client`select from grants where request_id = ${request.id} and state = 'issued'`;
    expect(open).toHaveLength(0);
  }
});

test.each([[["approver" as const]], [["auditor" as const]]])(
  "a break-glass approval is void once the admin loses the role (%s is left), and the waiting agent is notified",
  async (roles) => {
    workspace.time.now = addSeconds(workspace.time.now, 61);
    const third = await workspace.person(`Dee Demoted ${roles}`, ["admin", "auditor"], admin);
    const { personId } = third.viewer;
    const { request, wait } = await asked(9000);
    expect(await outcome(breakGlass(third, request.id))).toBe("approved");
    const { grant = "" } = (await (await agent.follow(wait)).json()) as Asked;
    const foreseen = () => foreseeEndOfAdmin(db, { actor: admin.viewer, personId, now: workspace.time.now });
    expect(await foreseen()).toEqual({ breakGlassNotice: 1 });
    await changeRoles(db, { actor: admin.viewer, personId, roles, now: workspace.time.now });
    expect(await foreseen()).toEqual({ breakGlassNotice: 0 });
    expect(await codeOf(await agent.redeem(grant, refund(9000)))).toBe("grant_revoked");
    expect(await (await agent.follow(wait)).json()).not.toHaveProperty("grant");
    const [event] = await db.$client`
      select convert_from(body, 'UTF8')::json -> 'data' ->> 'reason' as reason from audit_events
      where request_id = ${request.id} and type = 'grant.revoked'`;
    expect(event).toEqual({ reason: "admin_ended" });
  },
);

test("another admin's break-glass approval stays valid, and so do ordinary approvals of a person who stays an approver", async () => {
  workspace.time.now = addSeconds(workspace.time.now, 61);
  const both = await workspace.person("Ola Other", ["admin", "approver"], admin);
  const ownAgent = await workspace.agent(admin, both);
  const own = (await (await ownAgent.ask({ action: refund() })).json()) as Asked;
  expect((await both.approve(own.request.id)).status).toBe(201);
  const broken = await asked(9000);
  expect(await outcome(breakGlass(admin, broken.request.id))).toBe("approved");
  const { personId } = both.viewer;
  await changeRoles(db, { actor: admin.viewer, personId, roles: ["approver"], now: workspace.time.now });
  const granted = async (from: CallingAgent, { wait }: Asked) =>
    ((await (await from.follow(wait)).json()) as Asked).grant ?? "";
  expect((await ownAgent.redeem(await granted(ownAgent, own), refund())).status).toBe(200);
  expect((await agent.redeem(await granted(agent, broken), refund(9000))).status).toBe(200);
});

test("break-glass at the moment of losing the admin role leaves no redeemable grant", async () => {
  for (let round = 0; round < 6; round += 1) {
    workspace.time.now = addSeconds(workspace.time.now, 61);
    const third = await workspace.person(`Rae Race ${round}`, ["admin"], admin);
    const { request } = await asked(9000);
    const credential = await signed(third, request.id);
    const { personId } = third.viewer;
    await Promise.all([
      outcome(third.post(`/api/requests/${request.id}/approvals`, { credential })),
      // The role change starts later in each round, so that in some rounds the approval comes
      // first.
      setTimeout(round * 12).then(() =>
        changeRoles(db, { actor: admin.viewer, personId, roles: ["auditor"], now: workspace.time.now }),
      ),
    ]);
    const open = await db.$client`select from grants where request_id = ${request.id} and state = 'issued'`;
    expect(open).toHaveLength(0);
  }
});
