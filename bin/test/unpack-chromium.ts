import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../setup/repository.mjs";
import { unpackedLibraries, unpackedRoot, unpackPackages } from "./unpack-packages.ts";

const folder = path.join(cacheFolder, "chromium");

/** A script that starts the Chromium unpacked below. */
export const unpackedChromium = path.join(folder, "chromium");

export const packages = ["chromium-headless-shell", "fonts-dejavu-core"];

/** Unpacks Debian's Chromium to .cache, where a script starts it with the unpacked libraries. */
export async function unpackChromium(): Promise<void> {
  await unpackPackages({ folder: "chromium", packages, title: "Chromium" });
  const root = unpackedRoot("chromium");
  writeFileSync(
    path.join(folder, "fonts.conf"),
    `<?xml version="1.0"?><fontconfig><dir>${root}/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fonts</cachedir></fontconfig>\n`,
  );
  writeFileSync(
    unpackedChromium,
    `#!/bin/sh
export LD_LIBRARY_PATH='${unpackedLibraries(root)}'
export FONTCONFIG_FILE='${folder}/fonts.conf'
exec '${root}/usr/lib/chromium/chromium-headless-shell' "$@"
`,
  );
  chmodSync(unpackedChromium, 0o755);
}
