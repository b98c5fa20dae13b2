import { sql } from "drizzle-orm";
import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { type CallingAgent, hashed } from "#app/api/testing/calling-agent";
import { codeOf, grantFor, grantState, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { Transaction } from "#db/client";
import { expectWaiting } from "#db/testing/expect-waiting";
import { registerTool } from "#lib/agents/keys/register-tool";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import type { Rule } from "#lib/policy/language/rule";
import { lockHead } from "#lib/policy/versions/insert-version";
import { findVersion } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const small = refund(50);
const audience = "https://payments.example";
const original = await findVersion(workspace.db, 1);
let version = 1;
const granted = (agent: CallingAgent, action: unknown = small) => grantFor(agent, action);

/** Publishes the first rules of the workspace and these. */
async function publish(tx: Transaction, ...rules: Partial<Rule>[]): Promise<void> {
  const added = rules.map((rule, n) => ({
    ...{ id: `added-${n}`, title: "Added", actions: ["refund.create"], conditions: [], ...rule },
  }));
  await publishPolicy(tx, {
    ...{ actor: admin.viewer, rules: [...original.rules, ...added], defaultOutcome: "step_up" },
    ...{ expectedVersion: version, now: workspace.time.now },
  });
  version++;
}

/**
 * Makes a call while an uncommitted transaction has published these rules and locked the agent's
 * row. Commits once the call waits.
 */
async function during(
  agent: CallingAgent,
  call: () => Promise<Response>,
  ...rules: Partial<Rule>[]
): Promise<Response> {
  let answer: Promise<Response> = Promise.reject(new Error("not called"));
  answer.catch(() => {});
  await workspace.db.transaction(async (tx) => {
    await publish(tx, ...rules);
    await tx.execute(sql`select from agents where id = ${agent.id} for update`);
    answer = call();
    await expectWaiting(workspace.db, 1);
  });
  return answer;
}

test("invariant 19: a redemption that waits while a version is published is decided by that version", async () => {
  const agent = await workspace.agent(admin, owner);
  const grant = await granted(agent);
  const blocked = await during(agent, () => agent.redeem(grant, small), { outcome: "block" });
  expect(blocked.status).toBe(403);
  expect(await blocked.json()).toMatchObject({ code: "blocked_by_policy", policy: { version } });
  await workspace.db.transaction((tx) => publish(tx));
  expect((await agent.redeem(grant, small)).status).toBe(200);
});

test("invariant 19: an ask that waits while a version is published is evaluated by that version, and a retry gets the same answer", async () => {
  const agent = await workspace.agent(admin, owner);
  const ask = () => agent.ask({ action: small }, "msg_raced");
  const asked = await during(agent, ask, { outcome: "step_up", approvals: 1 });
  expect(asked.status).toBe(202);
  const first = (await asked.json()) as { request: { id: string; policy: { version: number } } };
  expect(first.request.policy.version).toBe(version);
  await workspace.db.transaction((tx) => publish(tx));
  const again = (await (await ask()).json()) as typeof first;
  expect(again.request).toMatchObject({ id: first.request.id, state: "pending" });
  const [row] = await workspace.db.$client`
    select count(*)::int as asks, (select sum(count)::int from rate_limits where bucket = ${`ask:${agent.id}`}) as uses
    from requests where agent_id = ${agent.id}`;
  expect(row).toEqual({ asks: 1, uses: 2 });
});

test("invariant 19: an ask that counts towards a total is reevaluated as well", async () => {
  const agent = await workspace.agent(admin, owner);
  const total = {
    kind: "total",
    of: "count",
    per: "agent",
    window: "24h",
    over: 100,
  } as const;
  await workspace.db.transaction((tx) => publish(tx, { outcome: "step_up", conditions: [total] }));
  const asked = await during(agent, () => agent.ask({ action: small }), { outcome: "block" });
  expect([asked.status, await codeOf(asked)]).toEqual([403, "blocked_by_policy"]);
  await workspace.db.transaction((tx) => publish(tx));
});

test("invariant 19: an ask that redeems its grant and waits while a version is published redeems by that version alone", async () => {
  const agent = await workspace.agent(admin, owner);
  const ask = () => agent.ask({ action: small, redeem: true });
  expect(await (await ask()).json()).toHaveProperty("redemption");
  const blocked = await during(agent, ask, { outcome: "block" });
  expect([blocked.status, await codeOf(blocked)]).toEqual([403, "blocked_by_policy"]);
  const stepUp = { outcome: "step_up", approvals: 1 } as const;
  const pending = await during(agent, ask, stepUp);
  expect([pending.status, await pending.json()]).toMatchObject([202, { request: { state: "pending" } }]);
  await workspace.db.transaction((tx) => publish(tx));
  const grants = await workspace.db.$client`select state from grants where agent_id = ${agent.id}`;
  expect(grants.map(({ state }) => state)).toEqual(["redeemed"]);
});

test("invariant 19: a publication waits for an approval in progress", async () => {
  const agent = await workspace.agent(admin, owner);
  const large = refund(500);
  const { request } = (await (await agent.ask({ action: large })).json()) as { request: { id: string } };
  const credential = await owner.sign(request.id);
  let answer: Promise<Response> = Promise.reject(new Error("not called"));
  let publishing: Promise<void> = Promise.resolve();
  let isPublished = false;
  answer.catch(() => {});
  await workspace.db.transaction(async (tx) => {
    await tx.execute(sql`select from people where id = ${owner.viewer.personId} for update`);
    answer = owner.post(`/api/requests/${request.id}/approvals`, { credential });
    await expectWaiting(workspace.db, 1);
    publishing = workspace.db
      .transaction((otherTx) => publish(otherTx))
      .then(() => {
        isPublished = true;
      });
    await expectWaiting(workspace.db, 2);
    expect(isPublished).toBe(false);
  });
  expect((await answer).status).toBe(201);
  await publishing;
});

test("an ask that finds another version at every attempt is refused with a retry hint, and nothing is stored", async () => {
  const agent = await workspace.agent(admin, owner);
  let publication = blockPublication();
  await publication.published;
  const answer = agent.ask({ action: small }, "msg_unlucky");
  for (let attempt = 0; attempt < 3; attempt++) {
    await expectWaiting(workspace.db, 1);
    const next = blockPublication();
    await expectWaiting(workspace.db, 2);
    await publication.commit();
    await next.published;
    publication = next;
  }
  const response = await answer;
  expect([response.status, await codeOf(response)]).toEqual([409, "conflict"]);
  expect(response.headers.get("retry-after")).toBe("1");
  await publication.commit();
  expect((await agent.ask({ action: small }, "msg_unlucky")).status).toBe(200);
});

/** A publication paused just before its commit. */
function blockPublication(): { published: Promise<void>; commit: () => Promise<void> } {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let done: Promise<void> = Promise.resolve();
  const published = new Promise<void>((resolve, reject) => {
    done = workspace.db.transaction(async (tx) => {
      await lockHead(tx);
      await publish(tx);
      resolve();
      await released;
    });
    done.catch(reject);
  });
  const commit = () => {
    release();
    return done;
  };
  return { published, commit };
}

test("invariant 7: an owner epoch that changed while a redemption waited is seen on the locked row", async () => {
  const agent = await workspace.agent(admin, owner);
  const grant = await granted(agent);
  const change = sql`update agents set owner_epoch = owner_epoch + 1 where id = ${agent.id}`;
  expect((await whileLocked(change, () => agent.redeem(grant, small))).status).toBe(409);
  expect(await grantState(workspace.db, grant)).toBe("issued");
});

test("invariant 19: a redemption that waits while labels change is reevaluated, and can be blocked", async () => {
  const rule = { outcome: "block" as const, labels: ["frozen"] };
  await workspace.db.transaction((tx) => publish(tx, rule));
  const agent = await workspace.agent(admin, owner);
  const grant = await granted(agent);
  const change = sql`update agents set labels = '{frozen}' where id = ${agent.id}`;
  const waited = await whileLocked(change, () => agent.redeem(grant, small));
  expect([waited.status, await codeOf(waited)]).toEqual([409, "conflict"]);
  expect(await grantState(workspace.db, grant)).toBe("issued");
  expect(await codeOf(await agent.redeem(grant, small))).toBe("blocked_by_policy");
  await workspace.db.transaction((tx) => publish(tx));
});

test("invariant 19: an ask that waits while labels change is reevaluated, and can be blocked", async () => {
  const rule = { outcome: "block" as const, labels: ["frozen"] };
  await workspace.db.transaction((tx) => publish(tx, rule));
  const agent = await workspace.agent(admin, owner);
  const ask = () => agent.ask({ action: small }, "msg_labels");
  const change = sql`update agents set labels = '{frozen}' where id = ${agent.id}`;
  const waited = await whileLocked(change, ask);
  expect([waited.status, await codeOf(waited)]).toEqual([409, "conflict"]);
  expect(await codeOf(await ask())).toBe("blocked_by_policy");
  await workspace.db.transaction((tx) => publish(tx));
});

test("invariant 7: a redemption is refused if the agent's key is revoked or expires while it waits", async () => {
  for (const change of [sql`revoked_at = now()`, sql`expires_at = ${workspace.time.now.toISOString()}`]) {
    const agent = await workspace.agent(admin, owner);
    const grant = await granted(agent);
    const revoke = sql`update agent_keys set ${change} where agent_id = ${agent.id}`;
    expect((await whileLocked(revoke, () => agent.redeem(grant, small))).status).toBe(409);
    expect(await grantState(workspace.db, grant)).toBe("issued");
  }
});

test("invariant 7: a redemption is refused if the tool's key, or the agent's key behind the proof, is revoked while it waits", async () => {
  const agent = await workspace.agent(admin, owner);
  const { publicKey, privateKey } = newKeyPair();
  const key = { publicKey };
  const { toolId } = await registerTool(workspace.db, {
    ...{ actor: admin.viewer, name: "Payments", audience, key },
    ...{ masterSecret: workspace.runtime.secret, now: workspace.time.now },
  });
  const atTool = refund(50, { audience });
  for (const revoke of [
    sql`update agent_keys set revoked_at = now() where agent_id = ${agent.id}`,
    sql`update tools set revoked_at = now() where id = ${toolId}`,
  ]) {
    await workspace.db.execute(sql`update agent_keys set revoked_at = null where agent_id = ${agent.id}`);
    const grant = await granted(agent, atTool);
    const dpop = await proofFor(grant, agent);
    const redeem = () => agent.as(privateKey).redeem(grant, atTool, { dpop });
    expect((await whileLocked(revoke, redeem)).status).toBe(409);
    expect(await grantState(workspace.db, grant)).toBe("issued");
  }
});

/**
 * Makes a call while the change is not committed, and commits once the call waits for the change.
 */
async function whileLocked(change: ReturnType<typeof sql>, call: () => Promise<Response>): Promise<Response> {
  let answer: Promise<Response> = Promise.reject(new Error("not called"));
  answer.catch(() => {});
  await workspace.db.transaction(async (tx) => {
    await tx.execute(change);
    answer = call();
    await expectWaiting(workspace.db, 1);
  });
  return answer;
}

/** The agent's DPoP proof for a grant. */
function proofFor(grant: string, { privateKey }: CallingAgent): Promise<string> {
  const { x = "" } = privateKey.export({ format: "jwk" });
  return new SignJWT({ htm: "POST", htu: audience, ath: hashed(grant), jti: "proof" })
    .setProtectedHeader({ alg: "EdDSA", typ: "dpop+jwt", jwk: { kty: "OKP", crv: "Ed25519", x } })
    .setIssuedAt(workspace.time.now)
    .sign(privateKey);
}
