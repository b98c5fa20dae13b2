import { accessSync, constants, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from "node:fs";
import path from "node:path";

const memory = "/dev/shm";
const neededBytes = 4 * 1024 ** 3;
const prefix = "countersign-tests-";

/**
 * Puts the temporary files of a test run into memory where the machine has room, the databases
 * above all: PostgreSQL copies a database there in 30 ms, which took 400 ms on the disk it was
 * measured on. Call it in a test runner's configuration: the runner's workers inherit the
 * environment. The folder is removed when the run ends, and those of killed runs when the next one
 * starts.
 * @param options the folder that is in memory, and the bytes that have to be free there
 */
export function keepTemporaryFilesInMemory(
  env = process.env,
  { parent = memory, needed = neededBytes } = {},
): void {
  if (env.TMPDIR !== undefined || !hasRoom(parent, needed)) return;
  removeLeftovers(parent);
  const folder = path.join(parent, `${prefix}${process.pid}`);
  mkdirSync(folder, { recursive: true });
  // The database server has an account of its own when the tests run as root.
  env.TMPDIR = folder;
  process.once("exit", () => remove(folder));
}

function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length))))
      remove(path.join(parent, name));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // Another user's, or still in use: the next run tries again.
  }
}

/** Some containers give `/dev/shm` 64 MB, or forbid programs there; tests run programs they copy. */
function hasRoom(parent: string, needed: number): boolean {
  try {
    accessSync(parent, constants.W_OK);
    const { bavail, bsize } = statfsSync(parent);
    const mount = readFileSync("/proc/mounts", "utf8")
      .split("\n")
      .find((line) => line.split(" ")[1] === parent);
    return bavail * bsize >= needed && !mount?.split(" ")[3]?.split(",").includes("noexec");
  } catch {
    return false;
  }
}
