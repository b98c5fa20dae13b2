import { expect, test } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { rule } from "#lib/policy/testing/judge";
import { publishPolicy } from "#lib/publishing/publish";

const { workspace, admin } = await RunningWorkspace.open();
const owner = await workspace.person("Olga Owner", ["approver"], admin);
const other = await workspace.person("Otto Other", ["approver"], admin);
const agent = await workspace.agent(admin, owner);
const otherAgent = await workspace.agent(admin, other);
const perCharge = { kind: "total", of: "count", per: "resource", window: "24h" } as const;

await publishPolicy(workspace.db, {
  actor: admin.viewer,
  rules: [
    rule({ outcome: "step_up", conditions: [{ ...perCharge, over: 0, upTo: 3 }] }),
    rule({ outcome: "block", conditions: [{ ...perCharge, over: 3 }] }),
  ],
  defaultOutcome: "block",
  expectedVersion: await currentPolicyVersion(workspace.db),
  now: workspace.time.now,
});

interface Asked {
  request: { id: string; state: string };
  wait: { url: string; token: string };
}

const action = {
  type: "refund.create",
  resource: "charge/shared",
  params: { amount: 5, currency: "USD", reason: "duplicate" },
};
const ask = async (by: CallingAgent) => (await (await by.ask({ action })).json()) as Asked;

test("an agent can't block another owner's agent by pending requests on the same resource, up to the redemption", async () => {
  const filling = [];
  for (let n = 0; n < 5; n++) filling.push((await ask(otherAgent)).request.state);
  expect(filling).toEqual(["pending", "pending", "pending", "blocked", "blocked"]);

  const asked = await ask(agent);
  expect(asked.request.state).toBe("pending");
  expect((await owner.approve(asked.request.id)).status).toBe(201);
  const { grant } = (await (await agent.follow(asked.wait)).json()) as { grant: string };
  expect((await agent.redeem(grant, action)).status).toBe(200);
});
