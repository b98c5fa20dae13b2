import { existsSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../setup/repository.mjs";
import { unpackedRoot, unpackPackages, writeStarter } from "./unpack-packages.ts";

const folder = path.join(cacheFolder, "patroni", "bin");

/** Scripts that start Debian's Patroni and etcd, for tests. */
export const debianPatroni = path.join(folder, "patroni");
export const debianEtcd = path.join(folder, "etcd");

export async function unpackPatroni(): Promise<void> {
  if (existsSync(debianPatroni)) return;
  const packages = ["patroni", "etcd-server", "python3-etcd", "python3-psycopg2"];
  await unpackPackages({ folder: "patroni", packages, title: "Patroni and etcd" });
  const root = unpackedRoot("patroni");
  writeStarter(debianEtcd, root, { command: `'${root}/usr/bin/etcd'` });
  // Python is among the unpacked packages only where it isn't installed.
  const variables = {
    PATH: `${root}/usr/bin:/usr/bin:/bin`,
    PYTHONPATH: `${root}/usr/lib/python3/dist-packages`,
  };
  writeStarter(debianPatroni, root, { command: `python3 '${root}/usr/bin/patroni'`, variables });
}
