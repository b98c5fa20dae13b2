import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { freePort } from "#db/embedded/server";
import { canRun } from "#db/testing/can-run";
import { debianBalancer } from "../../../bin/test/unpack-haproxy.ts";

/** Whether Debian's HAProxy is unpacked here, and can be run. */
export const isBalancerThere = canRun(debianBalancer);

/**
 * Starts HAProxy with settings of `deploy/`, for one test, or until `onEnd`.
 * @param addresses the servers in place of the documented ones
 * @returns its own address
 */
export async function startBalancer(
  file: string,
  addresses: Record<string, string>,
  onEnd: (stop: () => Promise<void>) => void = onTestFinished,
): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-balancer-"));
  const port = await freePort();
  let text = readFileSync(new URL(`../../../deploy/${file}`, import.meta.url), "utf8");
  const [bind = "bind"] = /bind :\d+/.exec(text) ?? [];
  for (const [documented, used] of Object.entries({ [bind]: `bind 127.0.0.1:${port}`, ...addresses })) {
    if (!text.includes(documented)) throw new Error(`${file} has no ${documented}`);
    text = text.replace(documented, used);
  }
  const settings = path.join(folder, file);
  writeFileSync(settings, text);
  const child = spawn(debianBalancer, ["-db", "-q", "-f", settings], { stdio: "ignore" });
  onEnd(async () => {
    child.kill("SIGKILL");
    await once(child, "close");
    rmSync(folder, { recursive: true });
  });
  return `http://127.0.0.1:${port}`;
}
