import { expect, test } from "vitest";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { claimDelivery, findLastCall, recordCall } from "./pick-up.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const agent = await workspace.agent("Refund bot", await workspace.person("Olga Owner"));

test("a call that records an earlier request late changes nothing: the later request and a delivery stay", async () => {
  const key = { agentId: agent.id, actionDigest: "digest" };
  const [first, second] = [await workspace.request(agent), await workspace.request(agent)];
  await recordCall(db, { ...key, requestId: second, sequence: 2, askedBy: "msg_2" });
  const last = await findLastCall(db, key);
  expect(last && (await claimDelivery(db, last, { webhookId: "msg_3", now }))).toBe(true);
  await recordCall(db, { ...key, requestId: first, sequence: 1, askedBy: "msg_1" });
  await recordCall(db, { ...key, requestId: second, sequence: 2, askedBy: "msg_2" });
  expect(await findLastCall(db, key)).toMatchObject({
    requestId: second,
    askedBy: "msg_2",
    deliveredTo: "msg_3",
  });
});
