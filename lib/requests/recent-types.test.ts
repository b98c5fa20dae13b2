import { describe, expect, test } from "vitest";
import { testRequestType } from "#lib/descriptors/test-request-type";
import { addSeconds } from "#lib/kernel/clock";
import { actor } from "#lib/policy/testing/workspace";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { listRecentTypes, sampleParams } from "./recent-types.ts";

const day = 86_400;
const viewer = actor("admin");

function wanted(type: string, index: number) {
  return { wanted: { type, params: { index } }, secondsAgo: index * 60 };
}

const workspace = await TestWorkspace.open();
const { db } = workspace;
const owner = await workspace.person("Ada");
const agents = await Promise.all(["one", "two", "three", "four"].map((name) => workspace.agent(name, owner)));
const [first, ...others] = agents;
if (!first) throw new Error("four agents");
for (let index = 1; index <= 5; index++) await workspace.request(first, wanted("invoice.pay", index));
for (const agent of others) await workspace.request(agent, wanted("invoice.pay", 9));
await workspace.request(first, {
  wanted: { type: "invoice.pay", params: { old: 1 } },
  secondsAgo: 31 * day,
});
await workspace.request(first, { wanted: { type: "door.open", params: {} }, secondsAgo: 29 * day });
const tester = await workspace.agentOfTests(owner);
for (const type of ["invoice.pay", testRequestType])
  await workspace.request(tester, { wanted: { type, params: {} }, edge: "test" });

describe("what agents asked for in the last 30 days", () => {
  test("is counted by type, without test requests, with the most active agents and the last time", async () => {
    const types = await listRecentTypes(db, { viewer, now });
    expect(types).toEqual([
      {
        type: "invoice.pay",
        count: 8,
        agentCount: 4,
        agentIds: [
          agents[0]?.id,
          ...agents
            .slice(1)
            .map(({ id }) => id)
            .sort()
            .slice(0, 2),
        ],
        lastSeenAt: addSeconds(now, -60),
      },
      {
        ...{ type: "door.open", count: 1, agentCount: 1, agentIds: [agents[0]?.id] },
        lastSeenAt: addSeconds(now, -29 * day),
      },
    ]);
  });

  test("gives samples of one type, the newest first, without test requests, within the 30 days", async () => {
    const samples = await sampleParams(db, { viewer, actionType: "invoice.pay", now });
    expect(samples.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 9, 9, 9]);
  });

  test.each(["approver", "auditor"] as const)("is not found for an %s", async (role) => {
    const asking = { viewer: actor(role), actionType: "invoice.pay", now };
    await expect(listRecentTypes(db, asking)).rejects.toMatchObject({ code: "not_found" });
    await expect(sampleParams(db, asking)).rejects.toMatchObject({ code: "not_found" });
  });
});
