import { expect, test } from "vitest";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import { releaseNow } from "#lib/lifecycle/testing/release-now";

const { workspace, owner, agent } = await RunningWorkspace.withAgent();
const { db, time } = workspace;

const hold = () => holdAgent(db, { actor: owner.viewer, agentId: agent.id, reason: null, now: time.now });
const release = () => releaseNow(db, { actor: owner.viewer, agentIds: [agent.id], now: time.now });
const open = () => db.$client`
  select r.id from requests r left join grants g on g.request_id = r.id
  where r.agent_id = ${agent.id} and (r.state = 'pending' or g.state = 'issued')`;
type Asked = { request: { id: string; state: string } };

test("the ask of a held agent is refused with the words that a person holds it, until the release", async () => {
  await hold();
  const refused = await agent.ask({ action: refund() });
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({
    code: "agent_quarantined",
    detail: "This agent is on hold. It can act again once a person releases it.",
  });
  await release();
  expect((await agent.ask({ action: refund() })).status).toBe(202);
});

test("of a hold and concurrent asks, each ask is either refused or cancelled", async () => {
  for (let round = 0; round < 5; round += 1) {
    const [held, ...asks] = await Promise.all([
      hold(),
      ...[1, 500, 500, 9000].map((amount) => agent.ask({ action: refund(amount) })),
    ]);
    expect(held).toBeUndefined();
    for (const answer of asks)
      if (answer.status >= 400) expect(["agent_quarantined", "conflict"]).toContain(await codeOf(answer));
    expect(await open()).toEqual([]);
    await release();
  }
});

test("of a hold and a concurrent last approval, no redeemable grant remains, without a deadlock", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { request } = (await (await agent.ask({ action: refund(500) })).json()) as Asked;
    const credential = await owner.sign(request.id);
    const [decided] = await Promise.all([
      owner.post(`/api/requests/${request.id}/approvals`, { credential }),
      hold(),
    ]);
    if (decided.status !== 201)
      expect(["request_cancelled", "agent_quarantined"]).toContain(await codeOf(decided));
    expect(await open()).toEqual([]);
    await release();
  }
});
