import { expect, test } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { requests } from "#db/schema/requests";
import { type Answer, askedBy, waitFor } from "../testing/ask-and-wait.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();

const repeatOf = (answer: unknown) =>
  (answer as { request: { approved_before?: unknown } }).request.approved_before;

test("an agent that asks again learns of its earlier approved request and its outcome, in each answer", async () => {
  const agent = await workspace.agent(admin, owner);
  const asked = (body: unknown) => askedBy(agent, body);
  const first = await asked({ action: refund(1250) });
  expect(repeatOf(first)).toBeUndefined();
  await owner.approve(first.request.id);
  const { grant } = (await (await waitFor(first)).json()) as { grant: string };
  const again: Answer = await asked({ action: refund(1250) });
  const at = expect.any(String);
  expect(repeatOf(again)).toEqual({ request_id: first.request.id, at, outcome: "approved" });
  await agent.redeem(grant, refund(1250));
  const looked = await (await waitFor(again)).json();
  expect(repeatOf(looked)).toEqual({ request_id: first.request.id, at, outcome: "carried_out" });
  expect(repeatOf(await asked({ action: refund(1251) }))).toBeUndefined();
});

test("an agent never learns of another agent's request, even for the same resource and digest", async () => {
  const [one, other] = [await workspace.agent(admin, owner), await workspace.agent(admin, owner)];
  const first = await askedBy(one, { action: refund(1300) });
  await owner.approve(first.request.id);
  const again = await askedBy(other, { action: refund(1300) });
  expect(repeatOf(again)).toBeUndefined();
  await workspace.db.update(requests).set({ actionDigest: again.request.action_digest });
  expect(repeatOf(await (await waitFor(again)).json())).toBeUndefined();
});

test("an auto-approved ask is answered without a look at earlier requests", async () => {
  const agent = await workspace.agent(admin, owner);
  for (let n = 0; n < 2; n++) {
    const answer = await askedBy(agent, { action: refund(5) });
    expect(answer.request.state).toBe("allowed");
    expect(repeatOf(answer)).toBeUndefined();
  }
});
