import { beforeEach, expect, test } from "vitest";
import { askedBy, waitFor } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { setBackups } from "#lib/agents/set-backups";
import { addSeconds } from "#lib/kernel/clock";
import type { StandingCeiling } from "#lib/policy/action-types/standing-ceiling";
import {
  approveRead,
  ceiling,
  openRefunds,
  sampleDraws,
  signStanding,
  terms,
} from "./testing/standing-approvals.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;

const open = (standing?: StandingCeiling) => openRefunds(workspace, admin, standing);
await open(ceiling);

let agent: CallingAgent;
beforeEach(async () => {
  sampleDraws(false);
  agent = await workspace.agent(admin, owner);
});

const ask = async (action: object, by = agent) => (await askedBy(by, { action })).request;
const stateAfter = async (action: object, by = agent) => (await ask(action, by)).state;
const approved = (action: object) => approveRead(workspace, { agent, by: owner, action });
const sign = (requestId: string, chosen?: object, by = owner) => signStanding(by, requestId, chosen);

const ends = async () =>
  (await db.$client`select end_reason from standing_approvals where agent_id = ${agent.id} order by id`).map(
    (row) => row.end_reason,
  );

test("a signed standing approval approves later requests within its bounds, and no one is asked", async () => {
  expect((await sign(await approved(refund(1250)))).status).toBe(201);
  const { request, grant } = await askedBy(agent, { action: refund(900) });
  expect(request).toMatchObject({ state: "approved", approvals: { required: 1, given: 1 } });
  const claims = JSON.parse(Buffer.from((grant ?? "").split(".")[1] ?? "", "base64url").toString());
  // No person was present.
  expect(claims).toMatchObject({ acr: "urn:countersign:acr:policy" });
  expect(claims).not.toHaveProperty("amr");
  const events = await db.$client`select type from audit_events where request_id = ${request.id} order by id`;
  expect(events.map(({ type }) => type)).toEqual([
    "request.pending",
    "standing_approval.drawn",
    "request.approved",
  ]);
});

test("without a ceiling in the policy, nothing can be signed", async () => {
  const id = await approved(refund(1250));
  await open();
  const refused = await sign(id);
  expect([refused.status, await codeOf(refused)]).toEqual([403, "not_entitled"]);
  await open(ceiling);
});

test.each([
  ["days", { ...terms, days: 15 }],
  ["count", { ...terms, count: 11 }],
  ["total", { ...terms, total: 6001 }],
  ["no total", { ...terms, total: undefined }],
  ["rate", { ...terms, per_hour: 4 }],
])("terms beyond the ceiling are an error: %s", async (_, chosen) => {
  expect(await codeOf(await sign(await approved(refund(1250)), chosen))).toBe("invalid_body");
});

test.each([
  ["a larger amount", refund(1251)],
  ["another resource", refund(900, { resource: "charge/other" })],
  ["another currency", { ...refund(900), params: { amount: 900, currency: "EUR" } }],
  ["another parameter", { ...refund(900), params: { amount: 900, currency: "USD", customer: "c" } }],
  ["an audience", refund(900, { audience: "https://pay.example" })],
])("a request outside the bounds reaches a person, and ends the standing approval: %s", async (_, action) => {
  await sign(await approved(refund(1250)));
  expect(await stateAfter(action)).toBe("pending");
  expect(await ends()).toEqual(["outside_bounds"]);
  expect(await stateAfter(refund(900))).toBe("pending");
});

test("values that the person approved before are within the bounds, and no others", async () => {
  await approved(refund(1250, { resource: "charge/b" }));
  await sign(await approved(refund(1100, { resource: "charge/a" })));
  expect(await stateAfter(refund(1100, { resource: "charge/b" }))).toBe("approved");
  expect(await stateAfter(refund(1100, { resource: "charge/c" }))).toBe("pending");
});

test("an amount that was approved for another resource is outside the bounds", async () => {
  await approved(refund(1250, { resource: "charge/a" }));
  await approved(refund(900, { resource: "charge/b" }));
  await sign(await approved(refund(800, { resource: "charge/a" })));
  expect(await stateAfter(refund(900, { resource: "charge/a" }))).toBe("approved");
  expect(await stateAfter(refund(901, { resource: "charge/b" }))).toBe("pending");
});

test("a fast approval, and one of another person, are no basis", async () => {
  const { id } = await ask(refund(1250));
  await owner.approve(id);
  expect(await codeOf(await sign(id))).toBe("not_entitled");
  expect(await codeOf(await sign(await approved(refund(1250)), terms, admin))).toBe("not_entitled");
});

test("a person who can no longer decide such requests can't sign", async () => {
  await open({ ...ceiling, signers: ["backup"] });
  const leaver = await workspace.person("Lee Leaver", ["approver"], admin);
  agent = await workspace.agent(admin, owner, [leaver]);
  const id = await approveRead(workspace, { agent, by: leaver, action: refund(1250) });
  const change = { actor: admin.viewer, agentId: agent.id, seenIds: [leaver.viewer.personId], backupIds: [] };
  await setBackups(db, { ...change, now: time.now });
  expect(await codeOf(await sign(id, terms, leaver))).toBe("not_entitled");
  await open(ceiling);
});

test("count, sum and rate are never exceeded, and what is beyond them reaches the person", async () => {
  await sign(await approved(refund(2000)), { ...terms, total: 4500 });
  expect(await stateAfter(refund(2000))).toBe("approved");
  expect(await stateAfter(refund(2000))).toBe("approved");
  expect(await stateAfter(refund(501))).toBe("pending");
  expect(await stateAfter(refund(500))).toBe("approved");
  expect(await stateAfter(refund(150))).toBe("pending");
  expect(await ends()).toEqual([null]);
});

test("of twenty requests in one moment, as many are drawn as are left", async () => {
  await sign(await approved(refund(1250)), { ...terms, count: 7, per_hour: 7, total: 6000 });
  const states = await Promise.all(Array.from({ length: 20 }, () => stateAfter(refund(200))));
  expect(states.filter((state) => state === "approved")).toHaveLength(7);
  expect(states.filter((state) => state === "pending")).toHaveLength(13);
});

test("an agent that gives up the request that went to the person ends it", async () => {
  await sign(await approved(refund(1250)));
  sampleDraws(true);
  const answer = await askedBy(agent, { action: refund(900) });
  sampleDraws(false);
  expect(await stateAfter(refund(800))).toBe("approved");
  const headers = { authorization: `Bearer ${answer.wait.token}` };
  expect((await waitFor(answer, "", { method: "DELETE", headers })).status).toBe(200);
  expect(await stateAfter(refund(900))).toBe("pending");
  expect(await ends()).toEqual(["sample_undecided"]);
});

test("the same action as one that waits for the person doesn't run before it is decided", async () => {
  await sign(await approved(refund(1250)));
  sampleDraws(true);
  const { id } = await ask(refund(900));
  sampleDraws(false);
  expect(await stateAfter(refund(900))).toBe("pending");
  expect(await stateAfter(refund(800))).toBe("approved");
  await owner.approve(id);
  expect(await stateAfter(refund(900))).toBe("approved");
});

test("a request that the person decided after it went to them changes nothing", async () => {
  await sign(await approved(refund(1250)));
  sampleDraws(true);
  const { id } = await ask(refund(900));
  sampleDraws(false);
  await owner.approve(id);
  expect(await stateAfter(refund(900))).toBe("approved");
});

test("a request that went to the person and that no one decides in time ends it", async () => {
  await sign(await approved(refund(1250)));
  sampleDraws(true);
  await ask(refund(900));
  sampleDraws(false);
  time.now = addSeconds(time.now, 3601);
  expect(await stateAfter(refund(800))).toBe("pending");
  expect(await ends()).toEqual(["sample_undecided"]);
});

test("one draw in twenty goes to the person, and one a day", async () => {
  await sign(await approved(refund(1250)));
  sampleDraws(true);
  const { id, state } = await ask(refund(900));
  expect(state).toBe("pending");
  sampleDraws(false);
  await owner.approve(id);
  expect(await stateAfter(refund(900))).toBe("approved");
  time.now = addSeconds(time.now, 86_401);
  expect(await stateAfter(refund(900))).toBe("pending");
  expect(await stateAfter(refund(800))).toBe("approved");
});
