import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { addSeconds } from "#lib/kernel/clock";
import { verifyReceipt } from "../../../bin/client/receipts/verify.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const backup = await workspace.person("Bob Backup", ["approver"], admin);
const stranger = await workspace.person("Sam Stranger", ["approver"], admin);
const auditor = await workspace.person("Ann Auditor", ["auditor"], admin);
const agent = await workspace.agent(admin, owner, [backup]);

interface Asked {
  request: { id: string };
  wait: { url: string; token: string; expires_at: string };
}

async function asked(amount: number): Promise<Asked> {
  return (await (await agent.ask({ action: refund(amount) })).json()) as Asked;
}

async function approvedBy(person: SignedInPerson, requestId: string): Promise<string> {
  const response = await person.approve(requestId);
  if (response.status !== 201) throw new Error(await response.text());
  return ((await response.json()) as { approval: { id: string } }).approval.id;
}

function read(approvalId: string, person?: SignedInPerson): Promise<Response> {
  return workspace.get(`/api/receipts/${approvalId}`, person ? { cookie: person.cookie } : {});
}

const first = await asked(1250);
const approvalId = await approvedBy(owner, first.request.id);

test("the receipt of a real approval verifies offline, against the keys the server publishes", async () => {
  const response = await read(approvalId, owner);
  expect(response.headers.get("content-disposition")).toBe(
    `attachment; filename="receipt-${approvalId}.json"`,
  );
  const receipt = await response.json();
  const pinned = await (await workspace.get("/.well-known/jwks.json")).json();
  const { checks, key } = await verifyReceipt(receipt, { pinned });
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(key?.isPinned).toBe(true);
  expect(receipt).toMatchObject({
    approval: { id: approvalId, decision: "approve" },
    approver: { id: owner.viewer.personId, name: "Olga Owner" },
    request: { id: first.request.id, state: "approved", action: refund(1250) },
    grant: { state: "issued" },
  });
});

test("a receipt shows the grant's state, and cannot be used as a grant", async () => {
  const { request, wait } = await asked(1300);
  const id = await approvedBy(owner, request.id);
  const { grant } = (await (await agent.follow(wait)).json()) as { grant: string };
  const before = await (await read(id, owner)).text();
  expect(before).not.toContain(grant.split(".")[2]);
  await agent.redeem(grant, refund(1300));
  const receipt = await (await read(id, owner)).json();
  expect(receipt).toMatchObject({ grant: { state: "redeemed", redeemed_by: agent.id } });
  expect((await verifyReceipt(receipt)).valid).toBe(true);
});

test("an unredeemed grant shows as expired even before a worker has run", async () => {
  workspace.time.now = addSeconds(workspace.time.now, 3600);
  expect(await (await read(approvalId, owner)).json()).toMatchObject({ grant: { state: "expired" } });
  workspace.time.now = addSeconds(workspace.time.now, -3600);
});

test("a request with two approvals has a receipt for each", async () => {
  const { request } = await asked(20_000);
  const ids = [await approvedBy(owner, request.id), await approvedBy(backup, request.id)];
  const receipts = await Promise.all(ids.map(async (id) => (await read(id, auditor)).json()));
  for (const receipt of receipts) expect((await verifyReceipt(receipt)).valid).toBe(true);
  const approvers = receipts.map((receipt) => (receipt as { approver: { id: string } }).approver.id);
  expect(approvers).toEqual([owner.viewer.personId, backup.viewer.personId]);
});

test("owner, backup, admin and auditor read a receipt; for others it is not found", async () => {
  for (const person of [owner, backup, admin, auditor])
    expect((await read(approvalId, person)).status).toBe(200);
  const refused = await read(approvalId, stranger);
  expect([refused.status, await codeOf(refused)]).toEqual([404, "not_found"]);
  expect((await read("apr_nothing", owner)).status).toBe(404);
  expect((await read(approvalId)).status).toBe(401);
});

test("an agent's wait token reads only its own request's receipts", async () => {
  const { wait } = await asked(1400);
  const withToken = (token: string) =>
    api.request(`/api/receipts/${approvalId}`, { headers: { authorization: `Bearer ${token}` } });
  expect((await withToken(first.wait.token)).status).toBe(200);
  expect((await withToken(wait.token)).status).toBe(404);
  expect((await withToken("x")).status).toBe(404);
  const { now } = workspace.time;
  workspace.time.now = new Date(Date.parse(first.wait.expires_at) - 1);
  expect((await withToken(first.wait.token)).status).toBe(200);
  workspace.time.now = new Date(first.wait.expires_at);
  expect((await withToken(first.wait.token)).status).toBe(404);
  workspace.time.now = now;
});

test("a denial has no receipt: no passkey signed it", async () => {
  const { request } = await asked(1500);
  const response = await owner.post(`/api/requests/${request.id}/denials`, { reason: "No." });
  const { approval } = (await response.json()) as { approval: { id: string } };
  expect((await read(approval.id, owner)).status).toBe(404);
});
