import { expect, test } from "vitest";
import { grantFor, refund, refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { addSeconds } from "#lib/kernel/clock";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { expireDue } from "#lib/requests/expire";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const small = refund(50);
const granted = (from = agent, action: unknown = small) => grantFor(from, action);

test("invariant 5: of twenty concurrent redemptions one wins, and the others get the error code grant_already_redeemed", async () => {
  const grant = await granted();
  const results = await Promise.all(Array.from({ length: 20 }, () => refusal(agent.redeem(grant, small))));
  expect(results.filter(([status]) => status === 200)).toHaveLength(1);
  expect(results.filter(([, code]) => code === "grant_already_redeemed")).toHaveLength(19);
});

test("a redemption's answer names the approvers, the time and the receipt's address", async () => {
  const asked = (await (await agent.ask({ action: refund(1250) })).json()) as {
    request: { id: string };
    wait: { url: string; token: string };
  };
  await owner.approve(asked.request.id);
  const { grant } = (await (await agent.follow(asked.wait)).json()) as { grant: string };
  const response = await agent.redeem(grant, refund(1250));
  expect(await response.json()).toMatchObject({
    basis: "passkey",
    request: { id: asked.request.id, owner: owner.viewer.personId },
    approvals: [
      {
        by: owner.viewer.personId,
        receipt: expect.stringMatching(/^http:\/\/localhost:3000\/api\/receipts\/apr_/),
      },
    ],
  });
});

test("invariant 6: an action with one changed byte is refused, and the grant stays valid for the approved action", async () => {
  const grant = await granted();
  for (const action of [
    refund(50.01),
    refund(50, { resource: "charge/ch_82" }),
    { ...small, params: { ...small.params, x: null } },
  ]) {
    expect(await refusal(agent.redeem(grant, action))).toEqual([403, "action_mismatch"]);
  }
  expect(
    await refusal(
      agent.redeem(grant, {
        params: { currency: "USD", amount: 50 },
        resource: "charge/ch_81",
        type: "refund.create",
      }),
    ),
  ).toEqual([200, "ok"]);
});

test("invariant 6: another audience and another agent are refused", async () => {
  const action = refund(50, { audience: "https://payments.example" });
  const grant = await granted(agent, action);
  expect(await refusal(agent.redeem(grant, { ...action, audience: "https://other.example" }))).toEqual([
    403,
    "audience_mismatch",
  ]);
  const otherAgent = await workspace.agent(admin, owner);
  expect(await refusal(otherAgent.redeem(grant, action))).toEqual([401, "invalid_signature"]);
});

test("an expired grant is refused", async () => {
  const grant = await granted();
  const before = workspace.time.now;
  workspace.time.now = addSeconds(before, 300);
  expect(await refusal(agent.redeem(grant, small))).toEqual([410, "grant_expired"]);
  workspace.time.now = before;
});

test("an expired grant is answered as expired and without the credential, although its row is unchanged", async () => {
  const asked = (await (await agent.ask({ action: refund(1250) })).json()) as {
    request: { id: string };
    wait: { url: string; token: string };
  };
  await owner.approve(asked.request.id);
  const before = workspace.time.now;
  workspace.time.now = addSeconds(before, 300);
  await expireDue(workspace.db, workspace.time.now);
  const answer = await (await agent.follow(asked.wait)).json();
  expect(answer).toMatchObject({ grant_state: "expired" });
  expect(answer).not.toHaveProperty("grant");
  expect(
    await workspace.db.$client`select state, closed_at from grants where request_id = ${asked.request.id}`,
  ).toEqual([{ state: "issued", closed_at: null }]);
  workspace.time.now = before;
});

test("invariant 7: a grant cannot be redeemed after its agent is revoked or gets a new owner", async () => {
  const doomed = await workspace.agent(admin, owner);
  const grant = await granted(doomed);
  await revokeAgents(workspace.db, { actor: admin.viewer, agentIds: [doomed.id], now: workspace.time.now });
  expect((await refusal(doomed.redeem(grant, small)))[0]).toBeGreaterThanOrEqual(401);
  const moved = await workspace.agent(admin, owner);
  const old = await granted(moved);
  await admin.takeOver(moved.id, owner);
  expect(await refusal(moved.redeem(old, small))).toEqual([403, "grant_revoked"]);
  expect(await refusal(moved.redeem(await granted(moved), small))).toEqual([200, "ok"]);
});

test("invariant 7: a granted action that the live policy blocks cannot be redeemed", async () => {
  const grant = await granted();
  const { version, rules, defaultOutcome } = await versionInForce(workspace.db);
  const block = {
    ...rules[0],
    id: "no-refunds",
    title: "No refunds",
    outcome: "block" as const,
    actions: ["refund.create"],
    conditions: [],
  };
  await publishPolicy(workspace.db, {
    actor: admin.viewer,
    rules: [...rules, block] as never,
    defaultOutcome,
    expectedVersion: version,
    now: workspace.time.now,
  });
  expect(await refusal(agent.redeem(grant, small))).toEqual([403, "blocked_by_policy"]);
  await publishPolicy(workspace.db, {
    actor: admin.viewer,
    rules,
    defaultOutcome,
    expectedVersion: version + 1,
    now: workspace.time.now,
  });
  expect(await refusal(agent.redeem(grant, small))).toEqual([200, "ok"]);
});

test("refused redemptions are recorded, up to a limit per minute", async () => {
  const noisy = await workspace.agent(admin, owner);
  const grant = await granted(noisy);
  const results = [];
  for (let index = 0; index < 70; index++) results.push(await refusal(noisy.redeem(grant, refund(51))));
  expect(results.filter(([status]) => status === 429)).toHaveLength(10);
  const [row] = await workspace.db.$client`
    select count(*)::int as count from audit_events where type = 'grant.refused' and agent_id = ${noisy.id}`;
  expect(row?.count).toBe(60);
});

test("every redemption and every refusal is an audit event", async () => {
  const grant = await granted();
  await agent.redeem(grant, refund(51));
  await agent.redeem(grant, small);
  const { txn } = JSON.parse(Buffer.from(grant.split(".")[1] ?? "", "base64url").toString());
  const events = await workspace.db.$client`
    select type, convert_from(body, 'utf8')::json -> 'data' ->> 'code' as code from audit_events
    where request_id = ${txn} and type like 'grant.%'`;
  expect(new Set(events.map(({ type, code }) => `${type} ${code}`))).toEqual(
    new Set(["grant.redeemed null", "grant.refused action_mismatch"]),
  );
});
