import { expect, test, vi } from "vitest";
import { Cable } from "#db/testing/cable";
import { createTestDatabase } from "#db/testing/database";
import { openConnections, startWorker } from "./worker.ts";

const { db, url } = await createTestDatabase();
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function addJob(task: string): Promise<void> {
  await db.$client`select graphile_worker.add_job(${task})`;
}

test("a job added in a transaction runs after it commits, and not when it is rolled back", async () => {
  const ran: string[] = [];
  const tasks = { first: async () => void ran.push("first"), second: async () => void ran.push("second") };
  const worker = startWorker({ url, tasks, schedule: "", log });
  await db.$client
    .begin(async (sql) => {
      await sql`select graphile_worker.add_job('first')`;
      throw new Error("rolled back");
    })
    .catch(() => undefined);
  await addJob("second");
  await vi.waitUntil(() => ran.length > 0, { timeout: 10_000 });
  await worker.stop();
  expect(ran).toEqual(["second"]);
});

test("a stop waits for the running job", async () => {
  const steps: string[] = [];
  let finish = () => {};
  const slow = () =>
    new Promise<void>((resolve) => {
      steps.push("started");
      finish = resolve;
    });
  const worker = startWorker({ url, tasks: { slow }, schedule: "", log });
  await addJob("slow");
  await vi.waitUntil(() => steps.length > 0, { timeout: 10_000 });
  const stopping = worker.stop().then(() => steps.push("stopped"));
  steps.push("finished");
  finish();
  await stopping;
  expect(steps).toEqual(["started", "finished", "stopped"]);
});

test("a stop doesn't wait for a job that doesn't end, and leaves the job to another worker", async () => {
  let isAborted = false;
  const endless = (_: unknown, { abortSignal }: { abortSignal?: AbortSignal | undefined }) => {
    abortSignal?.addEventListener("abort", () => {
      isAborted = true;
    });
    return new Promise<void>(() => {});
  };
  const worker = startWorker({ url, tasks: { endless }, schedule: "", log });
  await addJob("endless");
  const jobs = () => db.$client`
    select locked_by is not null as "isLocked" from graphile_worker.jobs where task_identifier = 'endless'`;
  await vi.waitUntil(async () => (await jobs())[0]?.isLocked, { timeout: 10_000 });
  await worker.stop();
  expect(isAborted).toBe(true);
  expect(await jobs()).toEqual([{ isLocked: false }]);
  await db.$client`select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))`;
});

test("jobs run again after a database outage, even one in the worker's first moment", async () => {
  const cable = new Cable(url);
  await cable.plugIn();
  let runs = 0;
  const tasks = { count: async () => void runs++ };
  const interrupted = startWorker({ url: cable.url, tasks, schedule: "", log });
  await vi.waitUntil(() => cable.hasTraffic, { timeout: 10_000, interval: 1 });
  await cable.cut();
  await cable.plugIn();
  await addJob("count");
  await vi.waitUntil(() => runs === 1, { timeout: 18_000 });
  await interrupted.stop();
  await cable.cut();
});

test("a job whose end can't be recorded runs again, and doesn't end the process", async () => {
  const cable = new Cable(url);
  await cable.plugIn();
  let runs = 0;
  const warn = vi.fn();
  const tasks = { cut: async () => void (runs++ === 0 && (await cable.cut())) };
  const interrupted = startWorker({ url: cable.url, tasks, schedule: "", log: { ...log, warn } });
  await addJob("cut");
  // Plugged in earlier, the cable would carry the record.
  const ended = [expect.anything(), "the background worker ended"];
  await vi.waitFor(() => expect(warn.mock.calls).toContainEqual(ended), { timeout: 10_000 });
  await cable.plugIn();
  await vi.waitUntil(() => runs === 2, { timeout: 18_000 });
  await interrupted.stop();
  await cable.cut();
});

test("a lost idle connection is logged once", async () => {
  const warn = vi.fn();
  const pool = openConnections({ url, log: { ...log, warn } });
  const client = await pool.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  client.release();
  const removed = new Promise((resolve) => pool.once("remove", resolve));
  await db.$client`select pg_terminate_backend(${rows[0]?.pid ?? 0})`;
  await removed;
  await pool.end();
  expect(warn).toHaveBeenCalledOnce();
});
