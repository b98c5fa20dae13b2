import { expect, test, vi } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { openDatabase } from "#db/client";
import { readDurability } from "#db/durability";
import { startMigratedPrimary } from "#db/testing/migrated-primary";
import { isDatabaseUnavailable } from "#db/unavailable";
import { notify } from "#lib/events/hub";
import { cancelRequest } from "#lib/requests/cancel";
import { watchDatabase } from "../probes.ts";

const { server: primary, db, startStandby } = await startMigratedPrimary();
const { agent } = await RunningWorkspace.withAgent({ db, url: primary.url });

test("a standby that is called as the database counts as unavailable, and gives no grant a fence", async () => {
  const standby = await startStandby("read-only");
  const { $client } = openDatabase(standby.url, { connections: 1 });
  expect(await $client`select database_fence() as fence`).toEqual([{ fence: null }]);
  const thrown = await $client`update policy_head set version = version`.catch((error: unknown) => error);
  expect(isDatabaseUnavailable(thrown)).toBe(true);
  await $client.end();
  await standby.stop();
  // Until then the primary says that it has a standby.
  await primary.until("select count(*) = 0 from pg_stat_replication");
});

test("an ask whose commit waits for a lost standby gets 503, the process isn't ready, and a repeated ask gets the request", async () => {
  const durabilities = [await readDurability(db.$client)];
  const standby = await startStandby("2");
  durabilities.push(await readDurability(db.$client));
  await primary.replicateSynchronously();
  durabilities.push(await readDurability(db.$client));
  expect(durabilities).toEqual(["one_server", "asynchronous_standby", "synchronous_standby"]);
  const { look, close } = watchDatabase(() => openDatabase(primary.url, { connections: 1 }));
  await standby.kill9();

  // The driver connects by a timer.
  vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ["setTimeout", "clearTimeout"] });
  const ask = () => agent.ask({ action: refund(20) }, "msg_waits");
  const asking = ask();
  await primary.until("select count(*) = 1 from pg_stat_activity where wait_event = 'SyncRep'");
  vi.advanceTimersByTime(15_000);
  const unanswered = await asking;
  expect([unanswered.status, unanswered.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(await unanswered.json()).toMatchObject({ detail: expect.stringContaining("same webhook-id") });
  vi.useRealTimers();
  await expect.poll(look).toBe("unwritable");

  await primary.run("alter system set synchronous_standby_names = ''", "select pg_reload_conf()");
  const repeated = await ask();
  expect([repeated.status, await db.$client`select count(*)::int from requests`]).toEqual([
    200,
    [{ count: 1 }],
  ]);
  await expect.poll(look).toBe("current");
  await close();
});

test("commits that wait for a standby wait side by side, and no announcement waits for it", async () => {
  const requestIds: string[] = [];
  for (const cents of [1250, 1300]) {
    const { request } = await (await agent.ask({ action: refund(cents) })).json();
    requestIds.push(request.id);
  }
  const standby = await startStandby("3");
  await primary.replicateSynchronously();
  await standby.kill9();
  const now = new Date();
  const cancelling = requestIds.map((requestId) => cancelRequest(db, { requestId, now }));
  await primary.until("select count(*) = 2 from pg_stat_activity where wait_event = 'SyncRep'");
  await notify(db, "queue");
  await primary.run("alter system set synchronous_standby_names = ''", "select pg_reload_conf()");
  await Promise.all(cancelling);
});
