import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, expect } from "vitest";
import { bundleProgram } from "#db/testing/bundle-program";
import type { RunningWorkspace } from "./running-workspace.ts";

/** A server process that a test ends. */
export interface KilledServer {
  address: string;
  /** Ends the process as a service manager does, and waits for its end. */
  stop(): Promise<void>;
  /** Kills the process and waits for its end. */
  kill9(): Promise<void>;
}

/**
 * Starts server processes on the workspace's database, which end after the test file. Call it at the
 * top of the file.
 */
export async function serverStarter({
  url,
  runtime,
}: RunningWorkspace): Promise<(host?: string) => Promise<KilledServer>> {
  const program = await bundleProgram(fileURLToPath(new URL("api-process.ts", import.meta.url)));
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill("SIGKILL");
  });
  return async (host = "127.0.0.1:0") => {
    const child = spawn(process.execPath, [program, url, runtime.secret, host], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    const [address] = await Promise.race([once(child.stdout, "data"), once(child, "close")]);
    expect(child.exitCode).toBeNull();
    const end = async (signal: NodeJS.Signals) => {
      child.kill(signal);
      await once(child, "close");
    };
    return {
      address: String(address).trim(),
      stop: () => end("SIGTERM"),
      kill9: () => end("SIGKILL"),
    };
  };
}
