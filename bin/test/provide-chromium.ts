import { spawnSync } from "node:child_process";
import { findChromium } from "../chromium.ts";
import { SetupFailure } from "../setup/failure.mjs";
import { runStep } from "../setup/step.mjs";
import { packages, unpackChromium } from "./unpack-chromium.ts";

const help =
  "The end-to-end tests need Chromium: install it (Debian and Ubuntu: sudo apt-get install chromium-headless-shell) or name one with CHROMIUM_PATH, and start again.";

/**
 * Provides Chromium: installed by apt as root or through sudo, otherwise unpacked for this clone
 * only.
 */
export async function provideChromium(): Promise<void> {
  if (findChromium()) return;
  if (!isThere("apt-get", ["--version"])) throw new SetupFailure(help);
  if (process.getuid?.() === 0) await install("apt-get", []);
  else if (isThere("sudo", ["-n", "true"])) await install("sudo", ["-n", "apt-get"]);
  else await unpackChromium();
  if (!findChromium()) throw new SetupFailure(help);
}

async function install(command: string, first: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runStep("Looking up Debian's packages", command, [...first, "update"], { env });
  const install = [...first, "install", "-y", "--no-install-recommends", ...packages];
  await runStep("Installing Chromium", command, install, { env, megabytes: 1000 });
}

function isThere(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
