import { existsSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../setup/repository.mjs";
import { unpackedRoot, unpackPackages, writeStarter } from "./unpack-packages.ts";

/** A script that starts Debian's HAProxy, for tests. */
export const debianBalancer = path.join(cacheFolder, "haproxy", "bin", "haproxy");

export async function unpackHaproxy(): Promise<void> {
  if (existsSync(debianBalancer)) return;
  await unpackPackages({ folder: "haproxy", packages: ["haproxy"], title: "HAProxy" });
  const root = unpackedRoot("haproxy");
  writeStarter(debianBalancer, root, { command: `'${root}/usr/sbin/haproxy'` });
}
