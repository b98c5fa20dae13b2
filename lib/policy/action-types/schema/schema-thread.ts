import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { threadSource } from "#lib/kernel/thread-source";
import type { SchemaTrial } from "../prepare-check.ts";

const tooLong = "compiling this schema takes too long: make it smaller";

/**
 * Tries on a thread of its own whether schemas compile, so that no other call waits. A thread lives for one
 * trial. Out of time (`mostMilliseconds` for all; the largest policy takes a few seconds) or memory, the
 * schema under way and all after it are refused. @throws {Error} if the thread fails otherwise
 */
export function schemaTrial({ mostMilliseconds }: { mostMilliseconds: number }): SchemaTrial {
  return async (schemas) => {
    const { source, options } = threadSource("schema-worker", import.meta.url);
    const worker = new Worker(source, {
      ...{ name: "schemas", ...options },
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    const stop = new AbortController();
    const ended = Promise.race([
      setTimeout(mostMilliseconds, tooLong, { signal: stop.signal }),
      new Promise<string>((resolve, reject) => {
        worker.once("error", (cause: NodeJS.ErrnoException) => {
          if (cause.code === "ERR_WORKER_OUT_OF_MEMORY") resolve(tooLong);
          else reject(new Error("the thread that compiles schemas failed", { cause }));
        });
        worker.once("exit", () => reject(new Error("the thread that compiles schemas ended")));
      }),
    ]);
    ended.catch(() => undefined);
    try {
      const faults: (string | undefined)[] = [];
      for (const schema of schemas) faults.push(await faultOf(worker, schema, ended));
      return faults;
    } finally {
      stop.abort();
      await worker.terminate();
    }
  };
}

function faultOf(worker: Worker, schema: unknown, ended: Promise<string>): Promise<string | undefined> {
  const answered = new Promise<string | undefined>((resolve) => worker.once("message", resolve));
  worker.postMessage(schema);
  return Promise.race([answered, ended]);
}
