import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { requests } from "#db/schema/requests";
import { addSeconds } from "#lib/kernel/clock";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import type { Rule } from "#lib/policy/language/rule";
import { rule } from "#lib/policy/testing/judge";
import { actor } from "#lib/policy/testing/workspace";
import { expireDue } from "#lib/requests/expire";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { publishPolicy } from "./publish.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const agent = await workspace.agent("Support", await workspace.person("Ada"));

async function publish(rules: unknown): Promise<void> {
  const expectedVersion = await currentPolicyVersion(db);
  await publishPolicy(db, { actor: actor("admin"), rules, defaultOutcome: "step_up", expectedVersion, now });
}

async function judgedAfter(rules: Rule[]) {
  const id = await workspace.request(agent, { approvalsRequired: 2 });
  await publish(rules);
  const [request] = await db.select().from(requests).where(eq(requests.id, id));
  return request;
}

describe("a pending request, when a new version is published", () => {
  test("is cancelled where the version blocks it", async () => {
    expect(await judgedAfter([rule({ outcome: "block" })])).toMatchObject({
      state: "cancelled",
      closeReason: "blocked_by_policy",
    });
  });

  test("takes the stricter requirement, and never a looser one", async () => {
    expect(await judgedAfter([rule({ outcome: "step_up", approvals: 4 })])).toMatchObject({
      state: "pending",
      approvalsRequired: 4,
    });
    expect(await judgedAfter([rule({ outcome: "step_up" })])).toMatchObject({
      state: "pending",
      approvalsRequired: 2,
    });
    expect(await judgedAfter([rule({ outcome: "allow" })])).toMatchObject({
      state: "pending",
      approvalsRequired: 2,
    });
  });

  test("expires sooner with a shorter lifetime, counted from the ask, with its own job, and never later", async () => {
    const life = (requestTtlSeconds: number) => publish([rule({ outcome: "step_up", requestTtlSeconds })]);
    const [id, expiredId] = [
      await workspace.request(agent, { secondsAgo: 100 }),
      await workspace.request(agent, { secondsAgo: 400 }),
    ];
    const expiry = async (request: string) =>
      (await db.select({ at: requests.expiresAt }).from(requests).where(eq(requests.id, request)))[0]?.at;
    await life(300);
    expect(await expiry(id)).toEqual(addSeconds(now, 200));
    expect(await expiry(expiredId)).toEqual(addSeconds(now, -100));
    const dueAt = addSeconds(now, 200).toISOString();
    expect(await db.$client`select from expiries where due_at = ${dueAt}`).toHaveLength(1);
    await life(3600);
    expect(await expiry(id)).toEqual(addSeconds(now, 200));
    await expireDue(db, now);
    const states = await db
      .select({ state: requests.state })
      .from(requests)
      .where(eq(requests.id, expiredId));
    expect(states).toEqual([{ state: "expired" }]);
  });

  test("is evaluated on its own, among many evaluated together", async () => {
    const otherPerson = await workspace.agent("Other", await workspace.person("Bo"));
    const ids = {
      blocked: await workspace.request(otherPerson),
      stricter: await workspace.request(agent),
      strictest: await workspace.request(agent, { grantTtlSeconds: 30, approvalsRequired: 5 }),
    };
    await publish([
      rule({ id: "no-other", outcome: "block", agents: [otherPerson.id] }),
      rule({ id: "three", outcome: "step_up", approvals: 3 }),
    ]);
    const found = async (id: string) => (await db.select().from(requests).where(eq(requests.id, id)))[0];
    const version = await currentPolicyVersion(db);
    expect(await found(ids.blocked)).toMatchObject({ state: "cancelled", closeReason: "blocked_by_policy" });
    expect(await found(ids.stricter)).toMatchObject({
      ...{ state: "pending", approvalsRequired: 3, ruleIds: ["three"], policyVersion: version },
    });
    expect(await found(ids.strictest)).toMatchObject({
      ...{ state: "pending", approvalsRequired: 5, grantTtlSeconds: 30, ruleIds: ["refund-medium"] },
    });
    const events = await db.$client`
      select type from audit_events where request_id in ${db.$client(Object.values(ids))} order by type`;
    expect(events.map(({ type }) => type)).toEqual(["request.cancelled", "request.requirement_changed"]);
  });

  test("is unchanged when the version is refused", async () => {
    const id = await workspace.request(agent);
    await expect(
      publish([rule({ outcome: "block", id: "twice" }), rule({ outcome: "block", id: "twice" })]),
    ).rejects.toMatchObject({ code: "invalid_input" });
    expect(await db.select({ state: requests.state }).from(requests).where(eq(requests.id, id))).toEqual([
      { state: "pending" },
    ]);
  });
});
