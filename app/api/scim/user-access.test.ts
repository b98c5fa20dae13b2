import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { auditEvents } from "#db/schema/audit";
import { accounts } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { addSeconds } from "#lib/kernel/clock";
import { listRefusedRemovals } from "#lib/membership/list-refused-removals";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { ScimClient } from "./testing/scim-client.ts";

const { workspace, admin } = await RunningWorkspace.open();
const directory = await ScimClient.open(workspace, admin);
let counter = 0;
const newcomer = (more: object = {}) => directory.provision(`user${++counter}@example.com`, more);
const rowOf = async (id: string) => (await workspace.db.select().from(people).where(eq(people.id, id)))[0];

test("a new person is invited as an approver regardless of sent roles, and cannot sign in without a link", async () => {
  const id = await newcomer({ roles: [{ value: "admin" }], entitlements: ["admin"], userType: "admin" });
  expect(await rowOf(id)).toMatchObject({ status: "invited", roles: ["approver"] });
});

test("a deleted person is deactivated: no longer found, and created again with a newcomer's roles", async () => {
  const person = await workspace.person("Delia Deleted", ["admin", "approver"], admin);
  const id = person.viewer.personId;
  const account = { type: "oidc", provider: "sso_x", providerAccountId: "delia" };
  await workspace.db.insert(accounts).values({ userId: id, ...account });
  expect((await directory.call("DELETE", `/Users/${id}`)).status).toBe(204);
  expect(await workspace.db.$count(accounts, eq(accounts.userId, id))).toBe(0);
  expect(await rowOf(id)).toMatchObject({ status: "left" });
  expect((await directory.get(`/Users/${id}`)).status).toBe(404);
  expect((await directory.call("DELETE", `/Users/${id}`)).status).toBe(404);
  expect((await person.post("/api/session/end", {})).status).toBeGreaterThanOrEqual(400);
  const back = await directory.provision("delia.deleted@example.com");
  expect(back).toBe(id);
  expect(await rowOf(id)).toMatchObject({ status: "invited", roles: ["approver"] });
});

test("the last active admin is neither suspended nor deleted, and the attempt is recorded", async () => {
  workspace.time.now = addSeconds(workspace.time.now, 1);
  const id = admin.viewer.personId;
  const attempts = [
    await directory.patch(`/Users/${id}`, { op: "Replace", path: "active", value: "False" }),
    await directory.call("PUT", `/Users/${id}`, { userName: admin.viewer.email, active: false }),
    await directory.call("DELETE", `/Users/${id}`),
  ];
  for (const { status, body } of attempts) {
    expect(status).toBe(409);
    expect(body.detail).toContain("last active admin");
  }
  expect((await rowOf(id))?.status).toBe("active");
  const events = await workspace.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.type, "person.removal_refused"), eq(auditEvents.personId, id)));
  expect(events).toHaveLength(1);
  const { now } = workspace.time;
  const { removals: shown } = await listRefusedRemovals(workspace.db, { viewer: admin.viewer, now });
  expect(shown).toContainEqual({ person: { id, name: admin.viewer.name }, at: now, reason: "last_admin" });
  expect(
    events.every(({ personId, actorId }) => personId === id && actorId === `scim:${directory.tokenId}`),
  ).toBe(true);
});

test("a directory does not end a suspension that an admin began", async () => {
  const person = await workspace.person("Sue Suspended", ["approver"], admin);
  const personId = person.viewer.personId;
  await suspendPerson(workspace.db, { actor: admin.viewer, personId, now: workspace.time.now });
  const on = { op: "replace", value: { active: true } };
  expect(await directory.patch(`/Users/${personId}`, on)).toMatchObject({ status: 409 });
  const off = { op: "replace", value: { active: false } };
  expect((await directory.patch(`/Users/${personId}`, off)).status).toBe(200);
  expect(await directory.patch(`/Users/${personId}`, on)).toMatchObject({ status: 409 });
  expect((await rowOf(personId))?.status).toBe("suspended");
});

test("a suspension by the directory quarantines the agents and ends the sessions; its end brings the agents back", async () => {
  const owner = await workspace.person("Olga Owner", ["approver"], admin);
  const agent = await workspace.agent(admin, owner);
  const path = `/Users/${owner.viewer.personId}`;
  await directory.patch(path, { op: "Replace", path: "active", value: "False" });
  expect((await owner.post(`/api/requests/req_x/challenges`, {})).status).toBe(401);
  const refund = { action: { type: "refund.create", resource: "c", params: { amount: 1, currency: "USD" } } };
  expect((await agent.ask(refund)).status).toBe(403);
  await directory.patch(path, { op: "Replace", path: "active", value: "True" });
  expect((await agent.ask(refund)).status).toBe(200);
});
