import { spawnSync } from "node:child_process";
import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import path from "node:path";
import { EmbeddedDatabaseError } from "./failure.ts";

/**
 * Locks a data folder for this process alone. The lock belongs to the open file, so the kernel
 * releases it with any end of the process, `kill -9` included; a file with a process ID in it could
 * only guess.
 * @returns a function that releases the lock.
 * @throws {EmbeddedDatabaseError} with the process that has locked the folder.
 */
export function lockFolder(folder: string): () => void {
  const file = path.join(folder, "lock");
  const descriptor = process.platform === "darwin" ? openLocked(file) : openAndLock(file);
  if (descriptor === undefined) {
    throw new EmbeddedDatabaseError(
      `The data folder ${folder} is in use by process ${readFileSync(file, "utf8").trim() || "(unknown)"}: ` +
        "stop that process first, or give this one its own folder with COUNTERSIGN_DATA.",
    );
  }
  ftruncateSync(descriptor);
  writeSync(descriptor, `${process.pid}\n`, 0);
  return () => closeSync(descriptor);
}

/** Node has no flock(2); flock(1) locks an inherited descriptor, for as long as the file is open. */
function openAndLock(file: string): number | undefined {
  const descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  const locking = spawnSync("flock", ["-x", "-n", "3"], {
    stdio: ["ignore", "ignore", "ignore", descriptor],
  });
  if (locking.status === 0) return descriptor;
  closeSync(descriptor);
  if (locking.error) {
    throw new EmbeddedDatabaseError(
      "The command flock (package util-linux) is missing: install it, or use a PostgreSQL of your own with DATABASE_URL.",
    );
  }
  return undefined;
}

/** macOS takes the lock while opening (O_EXLOCK of open(2)). */
function openLocked(file: string): number | undefined {
  const exclusiveLock = 0x20;
  try {
    return openSync(file, constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | exclusiveLock, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return undefined;
    throw error;
  }
}
