import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../setup/repository.mjs";
import { unpackedLibraries, unpackedRoot, unpackPackages } from "./unpack-packages.ts";

/** A script that starts Debian's HAProxy, for tests. */
export const debianBalancer = path.join(cacheFolder, "haproxy", "bin", "haproxy");

export async function unpackHaproxy(): Promise<void> {
  if (existsSync(debianBalancer)) return;
  await unpackPackages({ folder: "haproxy", packages: ["haproxy"], title: "HAProxy" });
  const root = unpackedRoot("haproxy");
  mkdirSync(path.dirname(debianBalancer), { recursive: true });
  writeFileSync(
    debianBalancer,
    `#!/bin/sh\nexport LD_LIBRARY_PATH='${unpackedLibraries(root)}'\nexec '${path.join(root, "usr/sbin/haproxy")}' "$@"\n`,
    { mode: 0o755 },
  );
}
