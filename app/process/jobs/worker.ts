import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import {
  Logger as JobLogger,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
  type WorkerPool,
} from "graphile-worker";
import pg from "pg";
import type { Logger } from "pino";
import { primaryClient } from "#db/primary/primary-client";

export interface WorkerOptions {
  /** Connection string: the worker has its own connections, one of them to listen for new jobs. */
  url: string;
  tasks: TaskList;
  /** Crontab of graphile-worker. */
  schedule: string;
  log: Pick<Logger, "debug" | "info" | "warn" | "error">;
}

export interface Worker {
  /** Takes no more jobs, and waits for those under way, three seconds at most. */
  stop(): Promise<void>;
}

const pollMilliseconds = 1000;
const restartMilliseconds = 1000;
/** Then a job under way counts as failed, so that another process runs it again. */
const finishMilliseconds = 2000;

/**
 * The runner is replaced after this number of consecutive failures to fetch a job. Usually the
 * runner retries on its own, but a failure of its very first statement is permanent
 * (graphile-worker 0.17, taskIdentifiers.js caches the rejected promise).
 */
const failuresEndured = 6;

/**
 * The runner ends when it can't record how a job ended. Without a batch nothing waits for that record, and
 * its failure is an unhandled rejection (graphile-worker 0.17, worker.js).
 */
const endsWithoutRecord = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

/** Runs background jobs until stopped. A worker that ends unexpectedly is restarted. */
export function startWorker(options: WorkerOptions): Worker {
  const stopping = new AbortController();
  let runner: Runner | undefined;
  let pool: WorkerPool | undefined;
  const running = keepRunning();

  return {
    stop: async () => {
      stopping.abort();
      const inTime = new AbortController();
      const killed = pause(finishMilliseconds, undefined, inTime)
        // Runner.kill() does nothing after stop() (graphile-worker 0.17).
        .then(() => pool?.forcefulShutdown("the process stops"))
        .catch(() => undefined);
      const stopped = runner?.stop().catch(() => undefined);
      await Promise.race([Promise.all([stopped, running]), killed]);
      inTime.abort();
    },
  };

  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      const connections = openConnections(options);
      try {
        // What the last one couldn't record as done or failed, it still holds, for four hours.
        if (pool) await connections.query("select graphile_worker.force_unlock_workers($1)", [[pool.id]]);
        const events: WorkerEvents = new EventEmitter();
        events.on("pool:create", (created) => {
          pool = created.workerPool;
        });
        runner = await startRunner(options, { events, connections });
        if (stopping.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (error) {
        if (!stopping.signal.aborted) options.log.warn({ err: error }, "the background worker ended");
      }
      void connections.end();
      await pause(restartMilliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
}

/** The runner's own connections would all be to one host. */
export function openConnections({ url, log }: Pick<WorkerOptions, "url" | "log">): pg.Pool {
  const pool = new pg.Pool({ Client: primaryClient(url), max: 4 });
  const onError = (error: Error) => log.warn({ err: error }, "the background worker lost a connection");
  // The pool gives on the error of an idle client, and none of one in use.
  return pool.on("error", () => {}).on("connect", (client) => client.on("error", onError));
}

async function startRunner(
  { tasks, schedule, log }: WorkerOptions,
  { events, connections }: { events: WorkerEvents; connections: pg.Pool },
): Promise<Runner> {
  const runner = await run({
    events,
    pgPool: connections,
    taskList: tasks,
    crontab: schedule,
    concurrency: 2,
    pollInterval: pollMilliseconds,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: 0,
    preset: endsWithoutRecord,
    logger: new JobLogger(({ jobId, taskIdentifier }) => (level, message) => {
      const write = { error: log.error, warning: log.warn, info: log.debug, debug: log.debug }[level];
      write.call(log, { job: jobId, task: taskIdentifier }, message);
    }),
  });
  let failures = 0;
  const reset = () => {
    failures = 0;
  };
  events.on("worker:getJob:empty", reset);
  events.on("job:start", reset);
  events.on("worker:getJob:error", () => {
    failures += 1;
    if (failures === failuresEndured)
      runner.stop().catch((error: unknown) => log.debug({ err: error }, "stopped"));
  });
  return runner;
}
