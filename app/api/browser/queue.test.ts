import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { rows } = workspace;

test("the next request is the wanted one if the viewer may decide it now, else the soonest to expire of those", async () => {
  const agent = await rows.agent("Refund bot", owner.viewer);
  const next = async ({ cookie } = owner, wanted = ""): Promise<unknown> =>
    (await workspace.get(`/api/queue/next?wanted=${wanted}`, { cookie })).json();
  expect(await next()).toEqual({ id: null });
  const closedAt = workspace.time.now;
  const ended = await rows.request(agent, { state: "cancelled", closedAt, lifeSeconds: 50 });
  await rows.request(agent, { lifeSeconds: 0, secondsAgo: 30 });
  const last = await rows.request(agent, { lifeSeconds: 300 });
  const first = await rows.request(agent, { lifeSeconds: 200 });
  expect(await next()).toEqual({ id: first });
  expect(await next(owner, last)).toEqual({ id: last });
  expect(await next(owner, ended)).toEqual({ id: first });
  expect(await next(admin, last)).toEqual({ id: null });
  expect(await next(admin)).toEqual({ id: null });
  await rows.decision(first, owner.viewer, "approve");
  expect(await next()).toEqual({ id: last });
  workspace.time.now = new Date(closedAt.getTime() + 301_000);
  expect(await next()).toEqual({ id: null });
  expect((await workspace.get("/api/queue/next")).status).toBe(401);
});
