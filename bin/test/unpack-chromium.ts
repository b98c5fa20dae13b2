import { writeFileSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../setup/repository.mjs";
import { unpackedRoot, unpackPackages, writeStarter } from "./unpack-packages.ts";

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
  writeStarter(unpackedChromium, root, {
    command: `'${root}/usr/lib/chromium/chromium-headless-shell'`,
    variables: { FONTCONFIG_FILE: `${folder}/fonts.conf` },
  });
}
