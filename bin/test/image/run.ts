// Builds the image on Debian's packages, without a container engine, and runs the server in it. Without its
// tools or without root it says so and tests nothing. `--install` installs the tools with apt-get.
import { spawnSync } from "node:child_process";
import { withoutSettings } from "../without-settings.ts";

/** Programs, and netavark, which Debian has outside PATH. */
const tools = ["mmdebstrap", "buildah", "netavark", "umoci", "skopeo", "docker-compose"];
const folders = `${process.env.PATH}:/usr/sbin:/usr/lib/podman:/usr/libexec/podman`;
if (process.argv.includes("--install")) {
  const packages = [...tools, "debian-archive-keyring"].join(" ");
  run("sh", ["-c", `apt-get update && apt-get install -y --no-install-recommends ${packages}`]);
}
withoutSettings(process.env);
const missing = tools.filter((tool) => !isInstalled(tool));
if (process.getuid?.() !== 0) skip("They need root.");
if (missing.length > 0) skip(`Missing: ${missing.join(", ")}. With --install they are installed by apt-get.`);
run(process.execPath, [
  "node_modules/vitest/vitest.mjs",
  "run",
  "--config",
  "bin/test/image/vitest.config.ts",
]);

function isInstalled(tool: string): boolean {
  return (
    spawnSync("sh", ["-c", `command -v ${tool}`], { env: { ...process.env, PATH: folders } }).status === 0
  );
}

function skip(reason: string): never {
  console.log(`The image's tests were skipped. ${reason}`);
  process.exit(0);
}

function run(command: string, args: string[]): void {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
