import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { grantFor, refund, refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { serverAccount } from "#db/embedded/account";
import { runnableBinaries } from "#db/embedded/binaries";
import { ReplicatedServer } from "#db/testing/replicated-server";
import { readConfig } from "#lib/kernel/config";
import { checkServer } from "../check/check-server.ts";
import { openProcessDatabase } from "../database.ts";
import { startWorker } from "../jobs/worker.ts";
import { createLog } from "../log.ts";
import { watchDatabase } from "../probes.ts";

// The connection string names the primary and its standby, and nothing else leads from one to the other.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(path.join(tmpdir(), "countersign-hosts-"));
const binaries = await runnableBinaries(serverAccount(), folder);
const log = createLog("silent");

afterAll(() => rmSync(folder, { recursive: true }));

/** A workspace on a primary and its standby, which is named first. */
async function onTwoServers(name: string) {
  const primary = await ReplicatedServer.startPrimary(path.join(folder, `${name}-1`), binaries);
  const standby = await primary.startStandby(path.join(folder, `${name}-2`));
  onTestFinished(async () => void (await Promise.all([primary, standby].map((server) => server.stop()))));
  const settings = {
    DATABASE_URL: ReplicatedServer.urlOf(standby, primary),
    COUNTERSIGN_SECRET: "s".repeat(43),
  };
  const { db, connect, directUrl, close } = await openProcessDatabase(readConfig(settings), log);
  onTestFinished(close);
  const { workspace, agent } = await RunningWorkspace.withAgent({ db, url: directUrl });
  return { primary, standby, settings, db, connect, directUrl, workspace, agent };
}

test("after a failover, the pool, the listener, the worker, the look at the database and check find the new primary", async () => {
  const { primary, standby, settings, db, connect, directUrl, workspace, agent } = await onTwoServers("dead");
  const ran: number[] = [];
  const tasks = { note: async (n: unknown) => void ran.push(Number(n)) };
  const worker = startWorker({ url: directUrl, tasks, schedule: "", log });
  const watch = watchDatabase(connect);
  onTestFinished(() => Promise.all([worker.stop(), watch.close()]).then(() => {}));
  const addJob = (n: number) => db.$client`select graphile_worker.add_job('note', to_json(${n}::int))`;
  await addJob(1);
  await vi.waitUntil(() => ran.includes(1), { timeout: 10_000 });
  expect(await watch.look()).toBe("current");
  expect((await agent.ask({ action: refund(20) })).status).toBe(200);

  await primary.kill9();
  expect(await refusal(agent.ask({ action: refund(20) }))).toEqual([503, "database_unavailable"]);
  await standby.promote();
  await vi.waitFor(async () => expect((await agent.ask({ action: refund(20) })).status).toBe(200), 10_000);
  let woken = 0;
  onTestFinished(workspace.runtime.events.subscribe("queue", () => void woken++));
  await vi.waitFor(() => {
    workspace.runtime.events.announce("queue");
    expect(woken).toBeGreaterThan(0);
  }, 10_000);
  await addJob(2);
  await vi.waitUntil(() => ran.includes(2), { timeout: 20_000 });
  await expect.poll(watch.look, { timeout: 10_000 }).toBe("current");
  const lines: string[] = [];
  await checkServer(settings, { print: (line) => lines.push(line) });
  expect(lines.find((line) => line.includes("database"))).toMatch(/^ok .*can be written/);
});

test("invariant 25: a primary that was only out of reach keeps no connection, and no grant is redeemed twice", async () => {
  const { primary, standby, agent } = await onTwoServers("cut-off");
  const [used, unanswered] = [await grantFor(agent, refund(20)), await grantFor(agent, refund(20))];
  await standby.stopReceiving();
  expect((await agent.redeem(used, refund(20))).status).toBe(200);
  const goOn = await primary.suspendProcesses();
  onTestFinished(goOn);
  const redeeming = refusal(agent.redeem(unanswered, refund(20)));
  await standby.promote();
  expect(await redeeming).toEqual([503, "database_unavailable"]);

  goOn();
  const ours = "application_name in ('countersign', 'countersign-events')";
  const staying = () => primary.run(`select pid from pg_stat_activity where ${ours}`);
  await expect.poll(staying, { timeout: 10_000 }).toEqual([]);
  for (const grant of [used, unanswered])
    expect(await refusal(agent.redeem(grant, refund(20)))).toEqual([403, "grant_revoked"]);
  const issued = await grantFor(agent, refund(20));
  expect((await agent.redeem(issued, refund(20))).status).toBe(200);
  const counted = "select count(*)::int from requests";
  expect([await primary.run(counted), await standby.run(counted)]).toEqual([[{ count: 2 }], [{ count: 3 }]]);
});
