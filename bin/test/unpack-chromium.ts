import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../setup/repository.mjs";
import { runStep } from "../setup/step.mjs";

const folder = path.join(cacheFolder, "chromium");
const root = path.join(folder, "root");

/** A script that starts the Chromium unpacked below. */
export const unpackedChromium = path.join(folder, "chromium");

export const packages = ["chromium-headless-shell", "fonts-dejavu-core"];

/**
 * Without root: apt downloads Debian's Chromium and its missing dependencies, with a separate apt
 * state. The packages are unpacked to .cache, where a script starts Chromium with the unpacked
 * libraries.
 */
export async function unpackChromium(): Promise<void> {
  const archives = path.join(folder, "archives");
  mkdirSync(path.join(folder, "lists/partial"), { recursive: true });
  mkdirSync(path.join(archives, "partial"), { recursive: true });
  mkdirSync(root, { recursive: true });
  const own = [
    ...["-o", `Dir::State::lists=${folder}/lists`, "-o", `Dir::Cache=${folder}`],
    ...["-o", `Dir::Cache::archives=${archives}`, "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User="],
  ];
  await runStep("Looking up Debian's packages", "apt-get", [...own, "update"]);
  const install = ["install", "-y", "--download-only", "--no-install-recommends", ...packages];
  await runStep("Downloading Chromium", "apt-get", [...own, ...install], { megabytes: 1000 });
  // One shell for all packages: dpkg-deb takes a single package at a time.
  const unpack = 'for deb in "$1"/*.deb; do dpkg-deb -x "$deb" "$2" || exit 1; done';
  await runStep("Unpacking Chromium", "sh", ["-c", unpack, "unpack", archives, root], { megabytes: 1000 });
  rmSync(archives, { recursive: true });
  writeLauncher();
}

function writeLauncher(): void {
  // Some packages have library folders, referenced by absolute path.
  const libraries = readdirSync(path.join(root, "usr/lib"), { recursive: true, withFileTypes: true })
    .filter((entry) => /\.so(\.|$)/.test(entry.name))
    .map((entry) => entry.parentPath);
  writeFileSync(
    path.join(folder, "fonts.conf"),
    `<?xml version="1.0"?><fontconfig><dir>${root}/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fonts</cachedir></fontconfig>\n`,
  );
  writeFileSync(
    unpackedChromium,
    `#!/bin/sh
export LD_LIBRARY_PATH='${[...new Set(libraries)].join(":")}'
export FONTCONFIG_FILE='${folder}/fonts.conf'
exec '${root}/usr/lib/chromium/chromium-headless-shell' "$@"
`,
  );
  chmodSync(unpackedChromium, 0o755);
}
