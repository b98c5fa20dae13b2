import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { Logger as JobLogger, type Runner, run, type TaskList, type WorkerEvents } from "graphile-worker";
import type { Logger } from "pino";

export interface WorkerOptions {
  /** Connection string: the worker has its own connections, one of them to listen for new jobs. */
  url: string;
  tasks: TaskList;
  /** Crontab of graphile-worker. */
  schedule: string;
  log: Pick<Logger, "debug" | "info" | "warn" | "error">;
}

export interface Worker {
  /** Takes no more jobs, waits for those under way. */
  stop(): Promise<void>;
}

const pollMilliseconds = 1000;
const restartMilliseconds = 1000;

/**
 * The runner is replaced after this number of consecutive failures to fetch a job. Usually the
 * runner retries on its own, but a failure of its very first statement is permanent
 * (graphile-worker 0.17, taskIdentifiers.js caches the rejected promise).
 */
const failuresEndured = 6;

/** Runs background jobs until stopped. A worker that ends unexpectedly is restarted. */
export function startWorker(options: WorkerOptions): Worker {
  const stopping = new AbortController();
  let runner: Runner | undefined;
  const running = keepRunning();

  return {
    stop: async () => {
      stopping.abort();
      await runner?.stop().catch(() => undefined);
      await running;
    },
  };

  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        runner = await startRunner(options);
        if (stopping.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (error) {
        if (!stopping.signal.aborted) options.log.warn({ err: error }, "the background worker ended");
      }
      await pause(restartMilliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
}

async function startRunner({ url, tasks, schedule, log }: WorkerOptions): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  const runner = await run({
    events,
    connectionString: url,
    taskList: tasks,
    crontab: schedule,
    concurrency: 2,
    maxPoolSize: 4,
    pollInterval: pollMilliseconds,
    noHandleSignals: true,
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
