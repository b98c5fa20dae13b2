import { beforeEach, expect, test } from "vitest";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { draftStanding } from "#lib/approvals/standing/approvals/draft";
import { findToRead } from "#lib/approvals/standing/approvals/reading";
import { addSeconds } from "#lib/kernel/clock";
import { approveRead, ceiling, openRefunds, sampleDraws } from "./testing/standing-approvals.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
await openRefunds(workspace, admin, ceiling);

let agent: CallingAgent;
beforeEach(async () => {
  // The one at random is the first.
  sampleDraws(true);
  agent = await workspace.agent(admin, owner);
});

const to = (charge: string, amount: number) => refund(amount, { resource: `charge/${charge}` });
const approved = (action: object) => approveRead(workspace, { agent, by: owner, action });
const draftOf = (requestId: string) =>
  draftStanding(db, { requestId, personId: owner.viewer.personId, now: time.now });

/** A request that is denied. @returns its ID */
async function denied(action: object): Promise<string> {
  time.now = addSeconds(time.now, 1);
  const { id } = (await askedBy(agent, { action })).request;
  expect((await owner.post(`/api/requests/${id}/denials`, { reason_code: "not_now" })).status).toBe(201);
  return id;
}

test("before a person signs, they read the largest, the newest value and one at random of what they approved", async () => {
  const plain = await approved(to("a", 800));
  const largest = await approved(to("b", 900));
  const newest = await approved(to("b", 850));
  // Outside the bounds: more than was approved for b, and another tool.
  await approved(to("a", 1500));
  await approved({ ...to("a", 700), audience: "https://pay.example" });
  const chosen = await findToRead(db, await draftOf(await approved(to("a", 700))));
  expect(chosen.map(({ requestId, why }) => [requestId, why])).toEqual([
    [largest, ["largest"]],
    [newest, ["newest_value"]],
    [plain, ["random"]],
  ]);
  expect(chosen[1]?.rendering).toMatchObject({ form: "described", resource: "charge/b" });
});

test("the nearest denied request is shown with the places where it is outside the bounds", async () => {
  const read = await approved(to("a", 700));
  expect((await draftOf(read)).nearest).toBeUndefined();
  await denied({ ...to("b", 800), audience: "https://pay.example" });
  const near = await denied(to("a", 701));
  await denied(to("b", 900));
  const { nearest } = await draftOf(read);
  expect(nearest).toMatchObject({ requestId: near, was: "denied", outside: ["/params/amount"] });
  const newer = await denied(to("b", 600));
  expect((await draftOf(read)).nearest).toMatchObject({ requestId: newer, outside: ["/resource"] });
});

test.each(["failed", "uncertain"] as const)(
  "an action that is reported as %s counts as a denied one",
  async (was) => {
    const read = await approved(to("a", 700));
    const { request, grant } = await askedBy(agent, { action: to("b", 50) });
    await agent.redeem(grant ?? "", to("b", 50), { execution: { report_within: 60 } });
    const error = was === "failed" ? { error: "Upstream said 500" } : {};
    const report = JSON.stringify({ request: request.id, outcome: was, duration_ms: 5, ...error });
    const path = `/api/v1/agents/${agent.id}/requests/${request.id}/execution`;
    expect((await agent.call(path, report)).status).toBeLessThan(300);
    expect((await draftOf(read)).nearest).toMatchObject({
      requestId: request.id,
      was,
      outside: ["/resource"],
    });
  },
);
