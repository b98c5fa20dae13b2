import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { Cluster } from "./cluster.ts";
import { stopLeftover } from "./postmaster.ts";
import { type RunningServer, startServer } from "./server.ts";

export interface SupervisedServer {
  readonly port: number;
  stop(): Promise<void>;
}

const portAttempts = 5;
const retryMilliseconds = [0, 500, 1000, 2000, 5000];

/** Restarts a dead server on the same port, until `stop`. */
export async function superviseServer(
  cluster: Cluster,
  log: Pick<Logger, "warn" | "error">,
): Promise<SupervisedServer> {
  let server = await startOnSomePort(cluster);
  const { port } = server;
  let isStopping = false;
  const watching = watch();

  return {
    port,
    stop: async () => {
      isStopping = true;
      await server.stop();
      await watching;
    },
  };

  async function watch(): Promise<void> {
    while (!isStopping) {
      if (isRunning(server)) await once(server.process, "exit");
      if (!isStopping) await restart();
    }
  }

  async function restart(): Promise<void> {
    log.error("the database server ended unexpectedly; starting it again");
    for (let attempt = 0; !isStopping; attempt++) {
      await pause(retryMilliseconds[Math.min(attempt, retryMilliseconds.length - 1)]);
      if (isStopping) return;
      try {
        await stopLeftover(cluster.folder);
        server = await startServer(cluster, port);
        log.warn("the database server is running again");
        if (isStopping) await server.stop();
        return;
      } catch (error) {
        log.error({ err: error }, "the database server could not be started again");
      }
    }
  }
}

/** A free port may be taken before the server listens: a second port is tried. */
async function startOnSomePort(cluster: Cluster): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startServer(cluster);
    } catch (error) {
      const isPortTaken = /could not create any TCP\/IP sockets|could not bind/.test(String(error));
      if (!isPortTaken || attempt === portAttempts) throw error;
    }
  }
}

function isRunning({ process }: RunningServer): boolean {
  return process.exitCode === null && process.signalCode === null;
}
