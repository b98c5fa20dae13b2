import { expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { findFirstRequest } from "./find-first-steps.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const owner = await workspace.person("Olive Owner");
const stranger = await workspace.person("Sam Stranger");
const { id: agentId } = await workspace.agent("Refund bot", owner);

test("the first request of an agent stays the first when others follow, with its state of this moment", async () => {
  const find = (viewer = owner, at = now) => findFirstRequest(db, { viewer, agentId, now: at });
  expect(await find()).toBeUndefined();
  const bot = { id: agentId, ownerId: owner.personId };
  const first = await workspace.request(bot, { secondsAgo: 20, lifeSeconds: 60 });
  await workspace.request(bot, { secondsAgo: 10, state: "denied", closedAt: now });
  expect(await find()).toEqual({ id: first, state: "pending" });
  expect(await find(owner, addSeconds(now, 60))).toEqual({ id: first, state: "expired" });
  expect(await find(stranger)).toBeUndefined();
});
