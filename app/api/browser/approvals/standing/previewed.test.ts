import { beforeEach, expect, test } from "vitest";
import { trial } from "#app/(console)/policy/try/trial";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { formOf } from "#app/testing/confirming";
import { addSeconds } from "#lib/kernel/clock";
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
await openRefunds(workspace, admin, ceiling);

let agent: CallingAgent;
beforeEach(async () => {
  sampleDraws(false);
  agent = await workspace.agent(admin, owner);
  const requestId = await approveRead(workspace, { agent, by: owner, action: refund(1250) });
  await signStanding(owner, requestId, { ...terms, count: 2, per_hour: 2, total: 2000 });
});

const rowOf = () => db.$client`select * from standing_approvals where agent_id = ${agent.id}`;

/** What the simulator says about the agent's standing approval. */
async function simulated(action: ReturnType<typeof refund>, at = "") {
  const { type, params, resource = "" } = action as { type: string; params: object; resource?: string };
  const fields = { policy: "in_force", agentId: agent.id, type, resource, audience: "", at };
  const before = await rowOf();
  const { sentences } = await trial.perform(
    admin.viewer,
    formOf({ ...fields, params: JSON.stringify(params) }),
  );
  expect(await rowOf()).toEqual(before);
  return sentences.filter((sentence) => sentence.includes("standing approval"));
}

const covered = "A standing approval by Olga Owner covers this. About 1 in 20 still reaches a person.";

test("the simulator says that a standing approval covers an action, and draws nothing", async () => {
  expect(await simulated(refund(900))).toEqual([covered]);
  expect((await askedBy(agent, { action: refund(900) })).request.state).toBe("approved");
});

test("the simulator says that an action outside the bounds would end it, and doesn't end it", async () => {
  expect(await simulated(refund(1251))).toEqual([
    "This is outside the standing approval by Olga Owner and would end it.",
  ]);
  expect(await simulated(refund(900))).toEqual([covered]);
});

test.each([
  ["its total", [900, 900]],
  ["its count", [300, 300]],
])("an action beyond what is left of %s isn't said to be covered", async (_, amounts) => {
  for (const amount of amounts)
    expect((await askedBy(agent, { action: refund(amount) })).request.state).toBe("approved");
  expect(await simulated(refund(900))).toEqual([
    "This is beyond the limits of the standing approval by Olga Owner, so it reaches a person.",
  ]);
});

test("an action outside the signed hours isn't said to be covered, and the same one within them is", async () => {
  agent = await workspace.agent(admin, owner);
  const requestId = await approveRead(workspace, { agent, by: owner, action: refund(1250) });
  const hours = { from: "08:00", to: "18:00", zone: "Europe/Zurich" };
  expect((await signStanding(owner, requestId, { ...terms, hours })).status).toBe(201);
  const tomorrow = addSeconds(time.now, 86_400).toISOString().slice(0, 10);
  expect(await simulated(refund(900), `${tomorrow}T12:00:00Z`)).toEqual([covered]);
  expect(await simulated(refund(900), `${tomorrow}T22:00:00Z`)).toEqual([
    "This is beyond the limits of the standing approval by Olga Owner, so it reaches a person.",
  ]);
});

test("a standing approval that policy asks more than isn't said to cover an action", async () => {
  // As if the read request had been for other people.
  await db.$client`
    update requests set requirements = '[{"approvals": 1, "approvers": {"kind": "owner"}}]'::jsonb where agent_id = ${agent.id}`;
  expect(await simulated(refund(900))).toEqual([
    "The standing approval by Olga Owner isn't used, because this needs other approvals or stricter safeguards than the request it was signed for.",
  ]);
});

test("nothing is said of a standing approval that has ended by then, or for another agent", async () => {
  expect(await simulated(refund(900), addSeconds(time.now, 8 * 86_400).toISOString())).toEqual([]);
  agent = await workspace.agent(admin, owner);
  expect(await simulated(refund(900))).toEqual([]);
});
