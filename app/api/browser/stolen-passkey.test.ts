import { beforeEach, expect, test } from "vitest";
import { api } from "#app/api/index";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { expectWaiting } from "#db/testing/expect-waiting";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";

const { workspace, admin } = await RunningWorkspace.open();
const { db } = workspace;
let people = 0;
let owner: SignedInPerson;
let thief: SignedInPerson;
let agent: CallingAgent;

beforeEach(async () => {
  people += 1;
  workspace.time.now = new Date(workspace.time.now.getTime() + 61_000);
  owner = await workspace.person(`Olga ${people}`, ["approver"], admin);
  thief = await workspace.person(`Bo ${people}`, ["approver"], admin);
  agent = await workspace.agent(admin, owner, [thief]);
});

interface Asked {
  request: { id: string; state: string; approvals: { required: number; given: number } };
  wait: { url: string; token: string };
  grant?: string;
}

async function asked(approvals = 1): Promise<Asked> {
  const answer = (await (await agent.ask({ action: refund() })).json()) as Asked;
  await db.$client`update requests set approvals_required = ${approvals} where id = ${answer.request.id}`;
  return answer;
}

const now = async ({ wait }: Asked) => (await (await agent.follow(wait)).json()) as Asked;
const recover = (oldPasskeys: "keep" | "remove", { viewer }: SignedInPerson = thief) =>
  issueRecovery(db, {
    actor: admin.viewer,
    personId: viewer.personId,
    oldPasskeys,
    now: workspace.time.now,
  });
const events = async (requestId: string, type: string) =>
  (
    await db.$client`
      select convert_from(body, 'UTF8')::json -> 'data' ->> 'reason' as reason from audit_events
      where request_id = ${requestId} and type = ${type}`
  ).map(({ reason }) => reason);
async function addSpare(): Promise<SoftAuthenticator> {
  const confirmation = await thief.confirm("passkey/add");
  const asked = await thief.post("/api/passkeys/options", { confirmation });
  const { options } = (await asked.json()) as { options: Parameters<SoftAuthenticator["create"]>[0] };
  const spare = new SoftAuthenticator({ origin: workspace.runtime.config.origin, rpId: "localhost" });
  const added = await thief.post("/api/passkeys", { credential: spare.create(options) });
  expect(added.status).toBe(201);
  return spare;
}
const removeOwn = (credentialId: string) =>
  api.request(`/api/passkeys/${credentialId}`, {
    method: "DELETE",
    headers: { origin: workspace.runtime.config.origin, cookie: thief.cookie },
  });

test("a grant that a stolen passkey approved cannot be redeemed once a recovery removes the passkey, and the waiting agent is notified", async () => {
  const answer = await asked();
  expect((await thief.approve(answer.request.id)).status).toBe(201);
  const { grant = "" } = await now(answer);
  await recover("remove");
  expect(await codeOf(await agent.redeem(grant, refund()))).toBe("grant_revoked");
  expect(await now(answer)).not.toHaveProperty("grant");
  expect(await events(answer.request.id, "grant.revoked")).toEqual(["passkey_removed"]);
});

test("on a pending request, the approval of a removed stolen passkey no longer counts, and this is recorded", async () => {
  const two = await asked(2);
  expect((await thief.approve(two.request.id)).status).toBe(201);
  expect((await now(two)).request.approvals.given).toBe(1);
  await recover("remove");
  expect((await now(two)).request.approvals.given).toBe(0);
  expect(await events(two.request.id, "request.approval_voided")).toEqual(["passkey_removed"]);
  expect((await owner.approve(two.request.id)).status).toBe(201);
  expect((await now(two)).request).toMatchObject({ state: "pending", approvals: { given: 1 } });
});

test("a recovery that keeps the old passkeys, or is for another person, leaves their approvals valid", async () => {
  const [complete, incomplete] = [await asked(), await asked(2)];
  for (const { request } of [complete, incomplete])
    expect((await thief.approve(request.id)).status).toBe(201);
  await recover("keep");
  await recover("remove", owner);
  expect((await now(incomplete)).request.approvals.given).toBe(1);
  expect((await agent.redeem((await now(complete)).grant ?? "", refund())).status).toBe(200);
});

test("an approval at the moment of the recovery leaves no redeemable grant", async () => {
  for (let round = 0; round < 5; round++) {
    workspace.time.now = new Date(workspace.time.now.getTime() + 61_000);
    const each = await workspace.person(`Round ${people} ${round}`, ["approver"], admin);
    agent = await workspace.agent(admin, owner, [each]);
    const { request } = await asked();
    const credential = await each.sign(request.id);
    await Promise.all([
      each.post(`/api/requests/${request.id}/approvals`, { credential }),
      recover("remove", each),
    ]);
    expect(
      await db.$client`select from grants where request_id = ${request.id} and state = 'issued'`,
    ).toHaveLength(0);
  }
});

test("a grant that a passkey approved cannot be redeemed once its person removes that passkey", async () => {
  await addSpare();
  const answer = await asked();
  expect((await thief.approve(answer.request.id)).status).toBe(201);
  const { grant = "" } = await now(answer);
  expect((await removeOwn(thief.authenticator.credentialId)).status).toBe(204);
  expect(await codeOf(await agent.redeem(grant, refund()))).toBe("grant_revoked");
  expect(await events(answer.request.id, "grant.revoked")).toEqual(["passkey_removed"]);
});

test("the approval by a removed passkey is void on a pending request, and its person approves again with another passkey", async () => {
  const spare = await addSpare();
  const two = await asked(2);
  expect((await thief.approve(two.request.id)).status).toBe(201);
  expect((await removeOwn(thief.authenticator.credentialId)).status).toBe(204);
  expect((await now(two)).request.approvals.given).toBe(0);
  expect(await events(two.request.id, "request.approval_voided")).toEqual(["passkey_removed"]);
  expect((await thief.approve(two.request.id, {}, spare)).status).toBe(201);
  expect((await now(two)).request.approvals.given).toBe(1);
});

test("removing one passkey leaves the approvals of the person's other passkeys valid", async () => {
  const spare = await addSpare();
  const answer = await asked();
  expect((await thief.approve(answer.request.id)).status).toBe(201);
  expect((await removeOwn(spare.credentialId)).status).toBe(204);
  expect((await agent.redeem((await now(answer)).grant ?? "", refund())).status).toBe(200);
});

test("an approval in progress while its passkey is removed leaves no grant that can be redeemed", async () => {
  await addSpare();
  const waiting = await asked();
  const { credentialId } = thief.authenticator;
  const credential = await thief.sign(waiting.request.id);
  const [approved, removed] = await db.$client
    .begin(async (tx) => {
      // The approval waits for this row after locking the person and the request.
      await tx`select from passkeys where credential_id = ${credentialId} for update`;
      const approving = thief.post(`/api/requests/${waiting.request.id}/approvals`, { credential });
      await expectWaiting(db, 1);
      const removing = removeOwn(credentialId);
      await expectWaiting(db, 2);
      return [approving, removing] as const;
    })
    .then((both) => Promise.all(both));
  expect([approved.status, removed.status]).toEqual([201, 204]);
  expect(await events(waiting.request.id, "grant.revoked")).toEqual(["passkey_removed"]);
});
