import { spawnSync } from "node:child_process";
import { runStep } from "../setup/step.mjs";

/** How to call apt-get with the rights to install; undefined without apt-get or these rights. */
export function aptWithRights(): string[] | undefined {
  if (!hasApt()) return undefined;
  if (process.getuid?.() === 0) return ["apt-get"];
  return isThere("sudo", ["-n", "true"]) ? ["sudo", "-n", "apt-get"] : undefined;
}

export function hasApt(): boolean {
  return isThere("apt-get", ["--version"]);
}

/** Installs Debian packages. @throws {SetupFailure} */
export async function aptInstall(apt: string[], packages: string[], title: string): Promise<void> {
  const [command = "apt-get", ...first] = apt;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runStep("Looking up Debian's packages", command, [...first, "update"], { env });
  const install = [...first, "install", "-y", "--no-install-recommends", ...packages];
  await runStep(`Installing ${title}`, command, install, { env, megabytes: 1000 });
}

function isThere(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
