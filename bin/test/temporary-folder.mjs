import { accessSync, constants, readFileSync, statfsSync } from "node:fs";

const memory = "/dev/shm";
const neededBytes = 4 * 1024 ** 3;

/**
 * Puts temporary files, above all the tests' databases, into memory where the machine has room:
 * PostgreSQL copies a database there in 30 ms, instead of 400 ms on some disks. Called in a test
 * runner's configuration: the runner's workers inherit the environment.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function keepTemporaryFilesInMemory(env = process.env) {
  if (env.TMPDIR === undefined && hasRoom()) env.TMPDIR = memory;
}

/** Some containers give `/dev/shm` 64 MB, or forbid programs there; tests run copied programs. */
function hasRoom() {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    const mount = readFileSync("/proc/mounts", "utf8")
      .split("\n")
      .find((line) => line.split(" ")[1] === memory);
    return bavail * bsize >= neededBytes && !mount?.split(" ")[3]?.split(",").includes("noexec");
  } catch {
    return false;
  }
}
