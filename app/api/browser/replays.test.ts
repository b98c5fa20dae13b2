import { expect, it } from "vitest";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { addSeconds } from "#lib/kernel/clock";
import { runReplay } from "#lib/policy/replay/run-replay";
import { startReplay } from "#lib/policy/replay/start-replay";

const { workspace, admin } = await RunningWorkspace.open();
const agent = await workspace.agent(admin, admin);

it("a replay's progress is not found for people other than admins", async () => {
  await agent.ask({ action: refund(50) });
  const now = addSeconds(workspace.time.now, 1);
  const start = { actor: admin.viewer, scope: { last: 10 }, against: "then", now } as const;
  const path = `/api/replays/${await startReplay(workspace.db, start)}`;
  const asAdmin = await workspace.get(path, { cookie: admin.cookie });
  expect(asAdmin.headers.get("cache-control")).toBe("private, no-store");
  expect(await asAdmin.json()).toEqual({ state: "running", total: 1, done: 0 });
  await runReplay(workspace.db, { clock: () => now });
  expect(await (await workspace.get(path, { cookie: admin.cookie })).json()).toMatchObject({
    state: "done",
    done: 1,
  });

  const otherPerson = await workspace.person("Olga", ["approver", "auditor"], admin);
  const refused = await workspace.get(path, { cookie: otherPerson.cookie });
  const unknown = await workspace.get("/api/replays/rpl_none", { cookie: admin.cookie });
  expect([refused.status, await codeOf(refused)]).toEqual([404, "not_found"]);
  expect([unknown.status, await codeOf(unknown)]).toEqual([404, "not_found"]);
  expect((await workspace.get(path)).status).toBe(401);
});
