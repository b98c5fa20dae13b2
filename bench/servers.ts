import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { compile } from "./compile.ts";
import type { Place } from "./workspace.ts";

export interface RunningServer {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

const connections = "10";

/** The bare server that is the ceiling. */
export function startCeiling(databaseUrl: string): Promise<RunningServer> {
  return startScript("ceiling-server.ts", databaseUrl);
}

/**
 * Starts a program of this folder that prints `listening` and its port.
 * @throws if the program ends instead.
 */
export async function startScript(
  script: string,
  databaseUrl: string,
  settings: Record<string, string> = {},
): Promise<RunningServer> {
  const child = spawn(process.execPath, [await compile(script)], {
    env: {
      ...process.env,
      ...settings,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      DATABASE_CONNECTIONS: connections,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /^listening (\d+)/.exec(line)?.[1];
    if (port) return running(child, Number(port));
  }
  throw new Error(`${script} did not start`);
}

/** A server whose CPU time is read from outside. */
export interface LiveServer extends RunningServer {
  /** Milliseconds of CPU that the process has used. */
  cpuMs(): Promise<number>;
}

/** The bare server that is the ceiling of open tabs. */
export async function startLiveCeiling(): Promise<LiveServer & { change(): void }> {
  const child = fork(await compile("live-ceiling.ts"));
  const [port] = (await once(child, "message")) as [number];
  return { ...liveServer(child, port), change: () => child.send("change") };
}

export interface MeasuredServer extends LiveServer {
  /**
   * Bytes that the process holds after a garbage collection: the JavaScript heap and external
   * memory.
   */
  retainedBytes(): Promise<number>;
}

/** Countersign as `npm start` runs it, on the same database. */
export async function startCountersign({
  databaseUrl,
  secret,
  build,
  profileFolder,
}: Omit<Place, "db">): Promise<MeasuredServer> {
  const port = await freePort();
  const profile = profileFolder ? ["--cpu-prof", `--cpu-prof-dir=${profileFolder}`] : [];
  const child = fork(await compile("measured-server.ts"), [], {
    execArgv: ["--max-semi-space-size=64", "--expose-gc", ...profile],
    env: {
      ...process.env,
      COUNTERSIGN_BUILD: build,
      DATABASE_URL: databaseUrl,
      DATABASE_CONNECTIONS: connections,
      COUNTERSIGN_SECRET: secret,
      PORT: String(port),
      // One agent of the bench asks as often as a hundred do, and the gateway's has 10,000 pending
      // requests.
      ASKS_PER_MINUTE: "1000000",
      PENDING_PER_AGENT: "20000",
      WAITS_PER_AGENT: "1000",
      LOG_LEVEL: "warn",
    },
  });
  await untilHealthy(port, child);
  return measuredServer(child, port);
}

/** A child process that listens on `port` and answers for its CPU time (`answer-parent.ts`). */
export function liveServer(child: ChildProcess, port: number): LiveServer {
  return { ...running(child, port), cpuMs: () => cpuMs(child) };
}

/** A child process that listens on `port` and answers for its CPU time and its memory. */
export function measuredServer(child: ChildProcess, port: number): MeasuredServer {
  const retainedBytes = async () => Number(await answerOf(child, "memory"));
  return { ...liveServer(child, port), retainedBytes };
}

async function cpuMs(child: ChildProcess): Promise<number> {
  const { user, system } = (await answerOf(child, "cpu")) as NodeJS.CpuUsage;
  return (user + system) / 1000;
}

async function answerOf(child: ChildProcess, question: string): Promise<unknown> {
  const answer = once(child, "message");
  child.send(question);
  return (await answer)[0];
}

function running(child: ChildProcess, port: number): RunningServer {
  return {
    port,
    pid: child.pid ?? 0,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

async function untilHealthy(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt++) {
    if (child.exitCode !== null) throw new Error("the server did not start");
    const response = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the server was not healthy within two minutes");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
