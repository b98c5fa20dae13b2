import { expect, test } from "vitest";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import { redeemedSchema } from "#app/api/openapi/schemas";
import { grantFor, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import {
  approveRead,
  ceiling,
  openRefunds,
  sampleDraws,
  signStanding,
} from "./testing/standing-approvals.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
await openRefunds(workspace, admin, ceiling);
const agent = await workspace.agent(admin, owner);
const readId = await approveRead(workspace, { agent, by: owner, action: refund(1250) });
expect((await signStanding(owner, readId)).status).toBe(201);
sampleDraws(false);

const redeemed = async (grant: string | undefined, action: object) => {
  const answer = await (await agent.redeem(grant ?? "", action)).json();
  expect(redeemedSchema.parse(answer)).toEqual(answer);
  return answer;
};

test("the redemption of a draw names its standing approval and receipt, and policy as its basis", async () => {
  const { request, grant } = await askedBy(agent, { action: refund(900) });
  const [drawn] = await workspace.db.$client`
    select id, standing_approval_id as standing from approvals where request_id = ${request.id}`;
  expect(await redeemed(grant, refund(900))).toMatchObject({
    basis: "policy",
    request: { id: request.id, owner: owner.viewer.personId },
    approvals: [
      {
        id: drawn?.id,
        by: owner.viewer.personId,
        capacity: "owner",
        standing_approval: drawn?.standing,
        receipt: `http://localhost:3000/api/receipts/${drawn?.id}`,
      },
    ],
  });
  expect(drawn?.standing).toMatch(/^sta_/);
});

test("the redemption of what policy auto-approved names no approval", async () => {
  const grant = await grantFor(agent, refund(50));
  expect(await redeemed(grant, refund(50))).toMatchObject({ basis: "policy", approvals: [] });
});

test("the redemption of what a person approved names no standing approval", async () => {
  const { request, wait } = await askedBy(agent, { action: refund(1250, { resource: "charge/ch_99" }) });
  expect(request.state).toBe("pending");
  await owner.approve(request.id);
  const { grant } = (await (await agent.follow(wait)).json()) as { grant: string };
  const answer = await redeemed(grant, refund(1250, { resource: "charge/ch_99" }));
  expect(answer).toMatchObject({ basis: "passkey", approvals: [{ by: owner.viewer.personId }] });
  expect(answer).not.toMatchObject({ approvals: [{ standing_approval: expect.anything() }] });
});
