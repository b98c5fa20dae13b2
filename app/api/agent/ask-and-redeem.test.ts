import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { type Answer, askedBy, waitFor } from "#app/api/agent/testing/ask-and-wait";
import { requestResponseSchema } from "#app/api/openapi/schemas";
import { codeOf, refund, refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { runtime } from "#app/runtime/runtime";
import { expectWaiting } from "#db/testing/expect-waiting";
import { markOverdue } from "#lib/boundary/executions/mark-overdue";
import { signGrant } from "#lib/grants/sign-grant";
import { addSeconds } from "#lib/kernel/clock";
import { type Rule, ruleSchema } from "#lib/policy/language/rule";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";

// An ask with `redeem`: one call that asks for an action and redeems the grant.

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const { db } = workspace;

interface Redeeming extends Answer {
  redemption?: { grant: { id: string; redeemed_at: string }; execution?: object };
  grant_redeemed_at?: string;
}

let nextCharge = 0;
/** An action that no other test asks for; policy auto-approves 50. */
const newRefund = (amount = 50) => refund(amount, { resource: `charge/${nextCharge++}` });
const ask = (action: object, more: object = {}, webhookId?: string, by = agent) =>
  askedBy(by, { action, redeem: true, ...more }, webhookId) as Promise<Redeeming>;
const twenty = <T>(call: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: 20 }, (_, n) => call(n)));
const redemptions = (answers: Redeeming[]) => answers.filter(({ redemption }) => redemption).length;

async function stored({ resource }: { resource?: string }) {
  return db.$client`
    select r.state, r.webhook_id, g.state as grant, g.closed_at = r.created_at as "isRedeemedWhenStored", g.redeemed_by, g.kid, g.claims,
      array(select type from audit_events e where e.request_id = r.id order by e.id) as events, x.state as execution
    from requests r left join grants g on g.request_id = r.id left join executions x on x.request_id = r.id
    where r.resource = ${resource ?? ""} order by r.id`;
}

test("an auto-approved ask with redeem stores the request, its redeemed grant and the announced report together", async () => {
  const action = newRefund();
  const boundary = "bnd_01m8db6yn9eapvt9hfdvbmg0ag";
  const answer = await ask(action, { execution: { report_within: 60, boundary } });
  expect(answer).toMatchObject({ request: { state: "allowed" }, grant_state: "redeemed" });
  expect(answer).not.toHaveProperty("grant");
  expect(requestResponseSchema.parse(answer)).toEqual(answer);
  expect(answer.redemption).toMatchObject({
    ...{ request: { id: answer.request.id, owner: owner.viewer.personId }, basis: "policy", approvals: [] },
    grant: {
      state: "redeemed",
      redeemed_at: workspace.time.now.toISOString(),
      audience: "http://localhost:3000",
    },
    execution: { state: "expected" },
  });
  expect(await stored(action)).toMatchObject([
    {
      ...{ state: "allowed", grant: "redeemed", isRedeemedWhenStored: true, redeemed_by: agent.id },
      ...{ events: ["request.allowed", "grant.redeemed"], execution: "expected" },
    },
  ]);
});

test("invariant 21: a boundary that dies between the answer and the call leaves an uncertain execution", async () => {
  const action = newRefund();
  await ask(action, { execution: { report_within: 60 } });
  await markOverdue(db, addSeconds(workspace.time.now, 59));
  expect(await stored(action)).toMatchObject([{ execution: "expected" }]);
  await markOverdue(db, addSeconds(workspace.time.now, 61));
  expect(await stored(action)).toMatchObject([{ grant: "redeemed", execution: "uncertain" }]);
});

test("an ask that redeems without a report expects none", async () => {
  const action = newRefund();
  expect((await ask(action)).redemption).not.toHaveProperty("execution");
  expect(await stored(action)).toMatchObject([{ grant: "redeemed", execution: null }]);
});

test("an execution without redeem is refused, and nothing is stored", async () => {
  const action = newRefund();
  const body = { action, execution: { report_within: 60 } };
  const response = await agent.ask(body);
  expect([response.status, ((await response.json()) as { errors: object[] }).errors]).toMatchObject([
    422,
    [{ path: "/execution" }],
  ]);
  expect(await stored(action)).toHaveLength(0);
});

test("invariant 12: of twenty calls under one webhook-id one may act, and the others and every retry learn that the grant was redeemed", async () => {
  for (const more of [{}, { pick_up: true }]) {
    const action = newRefund();
    const webhookId = `msg_twenty_${nextCharge}`;
    const answers = await twenty(() => ask(action, more, webhookId));
    expect(redemptions(answers)).toBe(1);
    const redeemedAt = answers.find(({ redemption }) => redemption)?.redemption?.grant.redeemed_at;
    workspace.time.now = addSeconds(workspace.time.now, 1);
    for (const told of [...answers, await ask(action, more, webhookId)])
      expect(told).toMatchObject({ grant_state: "redeemed", grant_redeemed_at: redeemedAt });
    expect(redemptions([await ask(action, more, webhookId)])).toBe(0);
    expect(await stored(action)).toHaveLength(1);
    const other = agent.ask({ action, redeem: true, ...more, reason: "Other" }, webhookId);
    expect(await refusal(other)).toEqual([409, "idempotency_conflict"]);
  }
});

/** What a call gets while other rules are live. */
async function withRules<T>(change: (rules: Rule[]) => Rule[], call: () => Promise<T>): Promise<T> {
  const { version, rules, defaultOutcome } = await versionInForce(db);
  const publish = async (changed: Rule[], expectedVersion: number) =>
    publishPolicy(db, {
      ...{ actor: admin.viewer, rules: changed, defaultOutcome },
      ...{ expectedVersion, now: workspace.time.now },
    });
  await publish(change(rules), version);
  const result = await call();
  await publish(rules, version + 1);
  return result;
}

const ruleThat = (outcome: "allow" | "step_up") =>
  ruleSchema.parse({ id: "other", title: "Other", actions: ["refund.create"], outcome });

test("a retry after the policy became stricter learns that the grant was redeemed, and creates no request", async () => {
  const action = newRefund();
  const call = () => ask(action, { pick_up: true }, "msg_before_the_rule");
  expect(redemptions([await call()])).toBe(1);
  const retried = await withRules((rules) => [...rules, ruleThat("step_up")], call);
  expect(retried).toMatchObject({ request: { state: "allowed" }, grant_state: "redeemed" });
  expect(redemptions([retried])).toBe(0);
  expect(await stored(action)).toHaveLength(1);
});

test("a retry of a call that has to wait redeems nothing after the policy became looser", async () => {
  const action = newRefund(1250);
  const call = () => ask(action, { pick_up: true }, "msg_before_the_looser_rules");
  const first = await call();
  const retried = await withRules(() => [ruleThat("allow")], call);
  for (const answer of [first, retried])
    expect(answer).toMatchObject({ request: { id: first.request.id, state: "pending" } });
  expect(redemptions([retried])).toBe(0);
  expect(await stored(action)).toHaveLength(1);
});

test("a retry learns nothing once its key was revoked, and an agent that is in memory is read again for it", async () => {
  const by = await workspace.agent(admin, owner);
  for (const more of [{}, { pick_up: true }]) {
    const action = newRefund();
    await ask(action, more, `msg_${nextCharge}`, by);
    await db.$client`update agent_keys set revoked_at = now() where agent_id = ${by.id}`;
    expect(await refusal(by.ask({ action, redeem: true, ...more }, `msg_${nextCharge}`))).toEqual([
      401,
      "key_revoked",
    ]);
    await db.$client`update agent_keys set revoked_at = null where agent_id = ${by.id}`;
  }
});

test("twenty simultaneous calls for one action are twenty requests, each redeemed once", async () => {
  const action = newRefund();
  const responses = await twenty(() => agent.ask({ action, redeem: true, pick_up: true }));
  expect(responses.map(({ status }) => status)).toEqual(Array(20).fill(200));
  const answers = (await Promise.all(responses.map((response) => response.json()))) as Redeeming[];
  expect(redemptions(answers)).toBe(20);
  expect(new Set(answers.map(({ request }) => request.id)).size).toBe(20);
  expect(await stored(action)).toHaveLength(20);
});

test("invariant 5: the grant of an ask that redeemed it is never redeemed again", async () => {
  const action = newRefund();
  await ask(action);
  const [{ kid, claims } = { kid: "", claims: "" }] = await stored(action);
  const jwt = await signGrant(db, runtime().secret, { kid, claims });
  const results = await twenty(() => refusal(agent.redeem(jwt, action)));
  expect(results).toEqual(Array(20).fill([409, "grant_already_redeemed"]));
});

test("a request that needs approval is asked for as without redeem, and its approval leaves a grant", async () => {
  const action = newRefund(1250);
  const asked = await ask(action, { pick_up: true, execution: { report_within: 60 } });
  expect(asked).toMatchObject({ request: { state: "pending" } });
  expect(asked).not.toHaveProperty("redemption");
  expect((await ask(action, { pick_up: true })).request.id).toBe(asked.request.id);
  await owner.approve(asked.request.id);
  const approved = (await (await waitFor(asked)).json()) as Redeeming;
  expect(approved).toMatchObject({ request: { state: "approved" }, grant_state: "issued" });
  expect(approved).not.toHaveProperty("redemption");
  expect((await agent.redeem(approved.grant ?? "", action)).status).toBe(200);
});

test("an ask with redeem and pick_up gets an earlier grant that a person approved, and leaves its redemption to the agent", async () => {
  const action = newRefund(1250);
  const asked = await ask(action, { pick_up: true });
  await owner.approve(asked.request.id);
  const found = await ask(action, { pick_up: true });
  expect(found).toMatchObject({ request: { id: asked.request.id }, grant_state: "issued" });
  expect(found).not.toHaveProperty("redemption");
  expect((await agent.redeem(found.grant ?? "", action)).status).toBe(200);
});

test("a blocked ask with redeem is refused, and redeems nothing", async () => {
  const action = newRefund(1_000_000);
  expect(await refusal(agent.ask({ action, redeem: true }))).toEqual([403, "blocked_by_policy"]);
  expect(await stored(action)).toMatchObject([{ state: "blocked", grant: null }]);
});

test("invariant 6: the redemption is for the asking agent and the action's own audience", async () => {
  const action = { ...newRefund(), audience: "https://payments.example" };
  expect(await ask(action)).toMatchObject({ redemption: { grant: { audience: action.audience } } });
  const [{ claims } = { claims: "" }] = await stored(action);
  expect(JSON.parse(claims)).toMatchObject({
    ...{ aud: action.audience, act: { sub: agent.id }, cnf: { jkt: expect.any(String) } },
    authorization_details: [{ digest: expect.any(String), resource: action.resource, params: action.params }],
  });
  // The same body under the same webhook-id from another agent is another request.
  const other = await workspace.agent(admin, owner);
  await ask(action, {}, "msg_shared");
  expect(redemptions([await ask(action, {}, "msg_shared", other)])).toBe(1);
});

test.each<[string, string, (id: string) => Promise<unknown>, (id: string) => Promise<unknown>]>([
  [
    "the owner lost the Approver role",
    "owner_inactive",
    () => db.$client`update people set roles = '{}' where id = ${owner.viewer.personId}`,
    () => db.$client`update people set roles = '{approver}' where id = ${owner.viewer.personId}`,
  ],
  [
    "the agent's key has expired",
    "key_expired",
    (id) =>
      db.$client`update agent_keys set expires_at = ${workspace.time.now.toISOString()} where agent_id = ${id}`,
    () => Promise.resolve(),
  ],
])("invariant 7: an agent that asked before redeems nothing once %s", async (_, code, takes, givesBack) => {
  const by = await workspace.agent(admin, owner);
  expect(redemptions([await ask(newRefund(), {}, undefined, by)])).toBe(1);
  await takes(by.id);
  const action = newRefund();
  const refused = await refusal(by.ask({ action, redeem: true }));
  await givesBack(by.id);
  expect(refused[1]).toBe(code);
  expect(await stored(action)).toHaveLength(0);
});

test("invariant 7: an ask that waits while its agent is quarantined or its key is revoked redeems nothing", async () => {
  const changes = [
    [sql`update agents set status = 'quarantined'`, sql`id`, "agent_quarantined"],
    [sql`update agent_keys set revoked_at = now()`, sql`agent_id`, "key_revoked"],
  ] as const;
  for (const [change, column, code] of changes) {
    const by = await workspace.agent(admin, owner);
    await ask(newRefund(), {}, undefined, by);
    const action = newRefund();
    let answer = Promise.reject<Response>(new Error("not called"));
    answer.catch(() => {});
    await db.transaction(async (tx) => {
      await tx.execute(sql`${change} where ${column} = ${by.id}`);
      answer = by.ask({ action, redeem: true });
      await expectWaiting(db, 1);
    });
    expect(await codeOf(await answer)).toBe(code);
    expect(await stored(action)).toHaveLength(0);
  }
});
