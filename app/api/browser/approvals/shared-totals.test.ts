import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { requests } from "#db/schema/requests";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { rule } from "#lib/policy/testing/judge";
import { publishPolicy } from "#lib/publishing/publish";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const other = await workspace.person("Otto Other", ["approver"], admin);
const otherAgent = await workspace.agent(admin, other);
const perCharge = { kind: "total", of: "count", per: "resource", window: "24h" } as const;

async function publish(...rules: Parameters<typeof rule>[0][]) {
  await publishPolicy(workspace.db, {
    ...{ actor: admin.viewer, rules: rules.map((one) => rule(one)), defaultOutcome: "block" },
    expectedVersion: await currentPolicyVersion(workspace.db),
    now: workspace.time.now,
  });
}

interface Asked {
  request: { id: string; state: string };
  wait: { url: string; token: string };
}

const params = { amount: 5, currency: "USD", reason: "duplicate" };
const action = { type: "refund.create", resource: "charge/shared", params };
interface Turn {
  person: typeof owner;
  by: CallingAgent;
  of: Asked;
}

const ask = async (by: CallingAgent, wanted = action) =>
  (await (await by.ask({ action: wanted })).json()) as Asked;

test("an agent can't block another owner's agent by pending requests on the same resource, up to the redemption", async () => {
  await publish(
    { outcome: "step_up", conditions: [{ ...perCharge, over: 0, upTo: 3 }] },
    { outcome: "block", conditions: [{ ...perCharge, over: 3 }] },
  );
  const filling = [];
  for (let n = 0; n < 5; n++) filling.push((await ask(otherAgent)).request.state);
  expect(filling).toEqual(["pending", "pending", "pending", "blocked", "blocked"]);

  const asked = await ask(agent);
  expect(asked.request.state).toBe("pending");
  expect((await owner.approve(asked.request.id)).status).toBe(201);
  const { grant } = (await (await agent.follow(asked.wait)).json()) as { grant: string };
  expect((await agent.redeem(grant, action)).status).toBe(200);
});

test.each(["oldest first", "newest first"])(
  "of requests of several owners that are over a limit together, as many are approved as it allows: %s",
  async (order) => {
    const perDay = { ...perCharge, of: "sum" as const, currencies: ["USD"] };
    await publish({ outcome: "step_up" }, { outcome: "block", conditions: [{ ...perDay, over: 100 }] });
    const wanted = { ...action, resource: `charge/${order}`, params: { ...params, amount: 100 } };
    const asked = [await ask(agent, wanted), await ask(otherAgent, wanted)];
    expect(asked.map(({ request }) => request.state)).toEqual(["pending", "pending"]);
    const turns = [
      { person: owner, by: agent, of: asked[0] as Asked },
      { person: other, by: otherAgent, of: asked[1] as Asked },
    ];
    const [first, second] = (order === "newest first" ? turns.reverse() : turns) as [Turn, Turn];
    expect((await first.person.approve(first.of.request.id)).status).toBe(201);
    const refused = await second.person.approve(second.of.request.id);
    expect(await refused.json()).toMatchObject({ code: "blocked_by_policy" });
    const { grant } = (await (await first.by.follow(first.of.wait)).json()) as { grant: string };
    expect((await first.by.redeem(grant, wanted)).status).toBe(200);
  },
);

test("grants of two owners that are over a limit together, because both were approved at the same moment, are not redeemed", async () => {
  const perDay = { ...perCharge, of: "sum" as const, currencies: ["USD"] };
  await publish({ outcome: "step_up" }, { outcome: "block", conditions: [{ ...perDay, over: 100 }] });
  const wanted = { ...action, resource: "charge/simultaneous", params: { ...params, amount: 100 } };
  const [asked, later] = [await ask(agent, wanted), await ask(otherAgent, wanted)];
  expect((await owner.approve(asked.request.id)).status).toBe(201);
  const { grant } = (await (await agent.follow(asked.wait)).json()) as { grant: string };
  // As an approval leaves it whose transaction began before the other one ended.
  await workspace.db
    .update(requests)
    .set({ state: "approved", approvalsGiven: 1, closedAt: workspace.time.now })
    .where(eq(requests.id, later.request.id));
  const refused = await agent.redeem(grant, wanted);
  expect(await refused.json()).toMatchObject({ code: "blocked_by_policy" });
});
