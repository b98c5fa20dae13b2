import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { type Cluster, explainFailure, folderForServer, serverEnvironment } from "./cluster.ts";
import { EmbeddedDatabaseError } from "./failure.ts";
import { endServer, readPostmaster } from "./postmaster.ts";

export interface RunningServer {
  readonly port: number;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

const startMilliseconds = 120_000;

/** The server listens on loopback alone, and logs into the cluster for seven days, without statements. */
const settings = [
  ...["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=300"],
  ...["logging_collector=on", "log_directory=log", "log_filename=postgresql-%a.log"],
  ...["log_truncate_on_rotation=on", "log_rotation_age=1440", "log_min_error_statement=panic"],
  "log_error_verbosity=terse",
];

/** For throw-away databases: nothing waits for the disk. */
const fleetingSettings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/** Starts PostgreSQL on a cluster and waits for connections. An undefined port is any free port. */
export async function startServer(
  cluster: Cluster,
  port: number | undefined = undefined,
): Promise<RunningServer> {
  const listeningPort = port ?? (await freePort());
  const child = spawn(
    cluster.binaries.postgres,
    [
      ...["-D", folderForServer(cluster), "-p", String(listeningPort)],
      ...[...settings, ...(cluster.durable ? [] : fleetingSettings)].flatMap((setting) => ["-c", setting]),
    ],
    {
      cwd: cluster.folder,
      env: serverEnvironment,
      stdio: ["ignore", "ignore", "pipe"],
      // Its own session: Ctrl-C is for us, and we stop the server once our work is done.
      detached: true,
      ...cluster.account,
    },
  );
  await untilReady(child, cluster.folder);
  const keeper = startKeeper(cluster, child);
  return {
    port: listeningPort,
    process: child,
    stop: async () => {
      if (child.pid) await endServer(child.pid, () => child.exitCode !== null || child.signalCode !== null);
      keeper.kill();
    },
  };
}

async function untilReady(child: ChildProcess, folder: string): Promise<void> {
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(-4000);
  });
  child.on("error", (error) => {
    complaint += error.message;
  });
  const deadline = Date.now() + startMilliseconds;
  for (;;) {
    const postmaster = readPostmaster(folder);
    if (postmaster?.isReady && postmaster.pid === child.pid) return;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      if (child.pid !== undefined) await once(child, "close").catch(() => undefined);
      throw new EmbeddedDatabaseError(explainFailure("The database did not start", complaint));
    }
    if (Date.now() > deadline) {
      child.kill("SIGQUIT");
      throw new EmbeddedDatabaseError(explainFailure("The database was not ready in two minutes", complaint));
    }
    await pause(15);
  }
}

/**
 * A shell at a pipe from this process. When the process dies for any reason, the shell stops the
 * server, after checking that the process number is still the server's.
 */
function startKeeper(cluster: Cluster, server: ChildProcess): ChildProcess {
  const script = 'read -r _; read -r pid < postmaster.pid && [ "$pid" = "$1" ] && kill -INT "$1"';
  const keeper = spawn("sh", ["-c", script, "countersign-keeper", String(server.pid)], {
    cwd: cluster.folder,
    env: serverEnvironment,
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    ...cluster.account,
  });
  keeper.unref();
  server.once("exit", () => keeper.kill());
  return keeper;
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port from the system");
  return address.port;
}
