import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

export interface RunningServer {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

const connections = "10";

/** The bare server that is the ceiling. */
export async function startCeiling(databaseUrl: string): Promise<RunningServer> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("ceiling-server.mjs", import.meta.url))], {
    env: { ...process.env, DATABASE_URL: databaseUrl, DATABASE_CONNECTIONS: connections },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((resolve) =>
    child.stdout?.once("data", (data) => resolve(String(data))),
  );
  return running(child, Number(line.split(" ")[1]));
}

/** Countersign itself, as `npm start` runs it, on the same database. */
export async function startCountersign(databaseUrl: string, secret: string): Promise<RunningServer> {
  const port = await freePort();
  const child = spawn(process.execPath, [fileURLToPath(new URL("../bin/start.mjs", import.meta.url))], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      DATABASE_CONNECTIONS: connections,
      COUNTERSIGN_SECRET: secret,
      PORT: String(port),
      ASKS_PER_MINUTE: "100000000",
      PENDING_PER_AGENT: "100000000",
      LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  await untilHealthy(port, child);
  return running(child, port);
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
