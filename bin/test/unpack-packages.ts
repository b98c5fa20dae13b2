import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../setup/repository.mjs";
import { runStep } from "../setup/step.mjs";

/**
 * Without root: apt downloads Debian's packages and their missing dependencies, with a separate apt
 * state, and unpacks them for this clone only.
 * @param options.folder the name of a folder in .cache, whose `root` gets their files when all are there
 */
export async function unpackPackages(options: {
  folder: string;
  packages: string[];
  title: string;
}): Promise<void> {
  const folder = path.join(cacheFolder, options.folder);
  const [archives, draft] = [path.join(folder, "archives"), path.join(folder, "draft")];
  rmSync(draft, { recursive: true, force: true });
  for (const needed of ["lists/partial", "archives/partial", "draft"])
    mkdirSync(path.join(folder, needed), { recursive: true });
  const own = [
    ...["-o", `Dir::State::lists=${folder}/lists`, "-o", `Dir::Cache=${folder}`],
    ...["-o", `Dir::Cache::archives=${archives}`, "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User="],
  ];
  await runStep("Looking up Debian's packages", "apt-get", [...own, "update"]);
  const install = [
    "install",
    "--reinstall",
    "-y",
    "--download-only",
    "--no-install-recommends",
    ...options.packages,
  ];
  await runStep(`Downloading ${options.title}`, "apt-get", [...own, ...install], { megabytes: 1000 });
  // One shell for all packages: dpkg-deb takes a single package at a time.
  const unpack = 'for deb in "$1"/*.deb; do dpkg-deb -x "$deb" "$2" || exit 1; done';
  const args = ["-c", unpack, "unpack", archives, draft];
  await runStep(`Unpacking ${options.title}`, "sh", args, { megabytes: 1000 });
  rmSync(archives, { recursive: true });
  rmSync(unpackedRoot(options.folder), { recursive: true, force: true });
  renameSync(draft, unpackedRoot(options.folder));
}

export function unpackedRoot(folder: string): string {
  return path.join(cacheFolder, folder, "root");
}

/** Writes a script that runs `command` with the unpacked libraries, and with these variables. */
export function writeStarter(
  file: string,
  root: string,
  { command, variables = {} }: { command: string; variables?: Record<string, string> },
): void {
  const exports = Object.entries({ LD_LIBRARY_PATH: unpackedLibraries(root), ...variables });
  const lines = exports.map(([name, value]) => `export ${name}='${value}'\n`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${lines.join("")}exec ${command} "$@"\n`, { mode: 0o755 });
}

/** Some packages have library folders, referenced by absolute path. */
function unpackedLibraries(root: string): string {
  const folders = readdirSync(path.join(root, "usr/lib"), { recursive: true, withFileTypes: true })
    .filter((entry) => /\.so(\.|$)/.test(entry.name))
    .map((entry) => entry.parentPath);
  return [...new Set(folders)].join(":");
}
