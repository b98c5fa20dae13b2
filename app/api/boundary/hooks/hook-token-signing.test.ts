import { createSecretKey } from "node:crypto";
import { expect, test } from "vitest";
import { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { issueHookToken } from "#lib/agents/keys/add-key";
import { fromBase64url, tokenHash } from "#lib/kernel/digest";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();

test("neither a hook token nor its hash signs a call or a redemption", async () => {
  const agent = await workspace.agent(admin, owner);
  const { now } = workspace.time;
  const { token } = await issueHookToken(workspace.db, { actor: owner.viewer, agentId: agent.id, now });
  const { grant } = (await (await agent.ask({ action: refund(50) })).json()) as { grant: string };
  const bare = token.slice("cst_".length);
  const secrets = [
    token,
    bare,
    fromBase64url(bare) ?? "",
    tokenHash(token),
    fromBase64url(tokenHash(token)) ?? "",
  ];
  for (const secret of secrets) {
    const thief = new CallingAgent(workspace.runtime, agent.id, createSecretKey(Buffer.from(secret)));
    for (const answer of [await thief.ask({ action: refund(50) }), await thief.redeem(grant, refund(50))])
      expect([answer.status, await codeOf(answer)]).toEqual([401, "invalid_signature"]);
  }
  expect((await agent.redeem(grant, refund(50))).status).toBe(200);
});
