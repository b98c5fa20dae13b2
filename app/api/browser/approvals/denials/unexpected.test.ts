import { beforeEach, expect, test } from "vitest";
import { releasing } from "#app/(console)/agents/releasing";
import { askedBy, waitFor } from "#app/api/agent/testing/ask-and-wait";
import { api } from "#app/api/index";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, grantFor, grantState, refund, refusal, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { confirmAndPerform, formOf } from "#app/testing/confirming";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import { listNotices } from "#lib/notices/list-notices";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
const backup = await workspace.person("Bo Backup", ["approver"], admin);
const away = await workspace.person("Del Delegate", ["approver"], admin);
let agent: CallingAgent;

beforeEach(async () => {
  agent = await workspace.agent(admin, owner, [backup]);
});

const unexpected = (person: SignedInPerson, id: string, body: object = {}) =>
  person.post(`/api/requests/${id}/unexpected`, body);
const ask = () => askedBy(agent, { action: refund() });
const rowOf = async (id: string) =>
  (await db.$client`select state, close_reason as reason from requests where id = ${id}`)[0];
const agentRow = async () =>
  (
    await db.$client`select status, held_by as by, held_for as for, held_reason as reason from agents where id = ${agent.id}`
  )[0];
const eventsOf = async () =>
  (await db.$client`select type from audit_events where agent_id = ${agent.id} order by id`).map(
    ({ type }) => type,
  );
const noticesOf = async ({ viewer }: SignedInPerson) =>
  (await listNotices(db, { personId: viewer.personId, now: time.now })).notices.filter(
    (notice) => notice.agentId === agent.id,
  );
const release = (person: SignedInPerson) =>
  confirmAndPerform(releasing, person, formOf({ agentId: agent.id }));

test("one call denies the request, holds the agent, cancels its other requests and revokes its grants", async () => {
  const [{ request, wait }, other] = [await ask(), await requestRefund(agent, 9000)];
  const grant = await grantFor(agent, refund(1));
  const answer = await unexpected(owner, request.id, { note: "Billing is closed today" });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toMatchObject({ state: "denied", agent: { id: agent.id } });
  expect(await rowOf(request.id)).toEqual({ state: "denied", reason: "unexpected" });
  expect(await rowOf(other)).toEqual({ state: "cancelled", reason: "agent_held" });
  expect(await grantState(db, grant)).toBe("revoked");
  const held = { by: owner.viewer.personId, for: null, reason: "Billing is closed today" };
  expect(await agentRow()).toEqual({ status: "quarantined", ...held });
  const events = ["request.denied", "agent.held", "request.cancelled", "grant.revoked"];
  expect((await eventsOf()).filter((type) => events.includes(type)).sort()).toEqual(events.sort());
  const told = await agent.follow(wait);
  expect(await told.text()).not.toContain("Billing");
  expect(await refusal(agent.ask({ action: refund() }))).toEqual([403, "agent_quarantined"]);
});

test("the waiting agent gets the denial with its own close reason, and the words of the product", async () => {
  const answer = await ask();
  const waiting = waitFor(answer, "?wait=30");
  await unexpected(backup, answer.request.id);
  expect(await (await waiting).json()).toMatchObject({
    request: {
      ...{ state: "denied", close_reason: "unexpected" },
      denial: {
        by: backup.viewer.personId,
        reason_code: "unexpected",
        reason: "The approver didn't expect this request and put the agent on hold.",
      },
    },
  });
});

test("the owner and all admins are notified until the release, without the note", async () => {
  const { request } = await ask();
  await unexpected(backup, request.id, { note: "Odd" });
  for (const person of [owner, admin])
    expect(await noticesOf(person)).toMatchObject([
      { kind: "unexpected_request", by: backup.viewer.name, requestId: request.id },
    ]);
  expect(await noticesOf(backup)).toEqual([]);
  await release(admin);
  expect((await noticesOf(owner)).map(({ kind }) => kind)).toEqual(["agent_released"]);
});

test("invariant 14: a person who may not decide the request learns nothing and stops nothing", async () => {
  const { request } = await ask();
  for (const person of [away, admin])
    expect(await refusal(unexpected(person, request.id))).toEqual([404, "not_found"]);
  expect(await rowOf(request.id)).toEqual({ state: "pending", reason: null });
  expect((await agentRow())?.status).toBe("active");
});

test("a delegate holds for the owner, who releases the agent with a passkey; the delegate can't", async () => {
  const delegation = await workspace.rows.delegate(owner.viewer, away.viewer);
  const { request } = await ask();
  expect(await refusal(unexpected(away, request.id))).toEqual([201, "ok"]);
  const [by, forWhom] = [away.viewer.personId, owner.viewer.personId];
  expect(await agentRow()).toMatchObject({ by, for: forWhom, reason: "Unexpected request" });
  await expect(release(away)).rejects.toMatchObject({ code: "not_found" });
  await workspace.rows.revokeDelegation(delegation);
  const released = release(owner).then(
    () => "released",
    ({ code }) => code,
  );
  expect(await released).toBe("released");
  expect(await agentRow()).toEqual({ status: "active", by: null, for: null, reason: null });
});

test("a backup approver's hold is released by an admin, not by the owner", async () => {
  const { request } = await ask();
  await unexpected(backup, request.id);
  await expect(release(owner)).rejects.toMatchObject({ code: "not_entitled" });
  await release(admin);
  expect((await agentRow())?.status).toBe("active");
});

test("invariant 17: a release restores no request and no grant", async () => {
  const [first, second] = [await requestRefund(agent), await requestRefund(agent)];
  const grant = await grantFor(agent, refund(1));
  await unexpected(owner, first);
  await release(owner);
  expect(await rowOf(first)).toEqual({ state: "denied", reason: "unexpected" });
  expect(await rowOf(second)).toEqual({ state: "cancelled", reason: "agent_held" });
  expect(await refusal(agent.redeem(grant, refund(1)))).toEqual([403, "grant_revoked"]);
});

test("a repeated call gets the first answer, and holds no agent that was released since", async () => {
  const { request } = await ask();
  const first = await (await unexpected(owner, request.id, { note: "Odd" })).json();
  expect(await (await unexpected(owner, request.id)).json()).toEqual(first);
  await release(owner);
  expect(await (await unexpected(owner, request.id)).json()).toEqual(first);
  expect((await agentRow())?.status).toBe("active");
  expect((await eventsOf()).filter((type) => type === "agent.held")).toHaveLength(1);
});

test("a decided request names the person who decided and when, and holds nothing", async () => {
  const { request } = await ask();
  await backup.approve(request.id);
  time.now = new Date(time.now.getTime() + 3000);
  const refused = await unexpected(owner, request.id);
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({
    code: "already_decided",
    detail: `${backup.viewer.name} approved this request 3 seconds ago. The agent isn't on hold, but its owner or an admin can hold it on its page.`,
  });
  expect((await agentRow())?.status).toBe("active");
  await holdAgent(db, { actor: admin.viewer, agentId: agent.id, reason: null, now: time.now });
  const { detail } = (await (await unexpected(owner, request.id)).json()) as { detail: string };
  expect(detail).toBe("Bo Backup approved this request 3 seconds ago.");
});

test("an approval after the hold is refused with the name of the person who held the agent", async () => {
  const [first, second] = [await requestRefund(agent), await requestRefund(agent)];
  const signed = [await owner.sign(first), await owner.sign(second)];
  await unexpected(backup, first);
  const late = await Promise.all(
    [first, second].map((id, n) => owner.post(`/api/requests/${id}/approvals`, { credential: signed[n] })),
  );
  const { name } = backup.viewer;
  expect(await Promise.all(late.map(async (answer) => (await answer.json()).detail))).toEqual([
    `${name} denied this request just now and put the agent on hold.`,
    `${name} put the agent on hold just now, which cancelled this request.`,
  ]);
});

test("a call from another origin and a note that is too long are refused", async () => {
  const { request } = await ask();
  expect(await codeOf(await unexpected(owner, request.id, { note: "x".repeat(501) }))).toBe("invalid_body");
  const headers = {
    origin: "https://evil.example",
    cookie: owner.cookie,
    "content-type": "application/json",
  };
  const foreign = { method: "POST", headers, body: "{}" };
  const path = `/api/requests/${request.id}/unexpected`;
  expect(await codeOf(await api.request(path, foreign))).toBe("cross_origin");
  expect((await agentRow())?.status).toBe("active");
});
