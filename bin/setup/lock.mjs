import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { SetupFailure } from "./failure.mjs";
import { cacheFolder } from "./repository.mjs";

/** Runs `work` while no other set-up of this clone runs. The lock ends with the process. */
export async function withLock(work) {
  const descriptor = openLockFile(path.join(cacheFolder, "setup.lock"));
  if (process.platform !== "darwin") await waitForLock(descriptor);
  try {
    return await work();
  } finally {
    closeSync(descriptor);
  }
}

function openLockFile(file) {
  // O_EXLOCK of macOS's open(2) waits for the lock; elsewhere flock(1) takes it on the descriptor,
  // below.
  const exclusiveLock = process.platform === "darwin" ? 0x20 : 0;
  try {
    mkdirSync(cacheFolder, { recursive: true });
    return openSync(file, constants.O_RDWR | constants.O_CREAT | exclusiveLock, 0o644);
  } catch (error) {
    throw new SetupFailure(
      error.code === "ENOSPC"
        ? "The disk is full: free about 2 GB and start again."
        : `Cannot write ${file} (${error.code}): check who owns this folder, or clone into a folder of your own.`,
    );
  }
}

async function waitForLock(descriptor) {
  const locking = spawn("flock", ["-x", "3"], { stdio: ["ignore", "ignore", "ignore", descriptor] });
  const notice = setTimeout(() => console.log("› Waiting for another setup of this clone to finish"), 1000);
  // Without flock(1) set-ups are not serialized; two in one clone are rare.
  await Promise.race([once(locking, "exit"), once(locking, "error")]).catch(() => undefined);
  clearTimeout(notice);
}
