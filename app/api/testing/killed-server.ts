import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, expect } from "vitest";
import { bundleProgram } from "#db/testing/bundle-program";
import type { RunningWorkspace } from "./running-workspace.ts";

/** A server process that a test kills. */
export interface KilledServer {
  address: string;
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
}: RunningWorkspace): Promise<() => Promise<KilledServer>> {
  const program = await bundleProgram(fileURLToPath(new URL("api-process.ts", import.meta.url)));
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill("SIGKILL");
  });
  return async () => {
    const child = spawn(process.execPath, [program, url, runtime.secret], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    const [port] = await Promise.race([once(child.stdout, "data"), once(child, "close")]);
    expect(child.exitCode).toBeNull();
    return {
      address: `http://127.0.0.1:${String(port).trim()}`,
      async kill9() {
        child.kill("SIGKILL");
        await once(child, "close");
      },
    };
  };
}
