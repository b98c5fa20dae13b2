import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { inject, onTestFinished } from "vitest";
import { readImage } from "./read-image.ts";

const isolate = `
set -e
mount --bind "$1" "$1"
mount -o remount,bind,ro "$1"
mount -t tmpfs tmpfs "$1/tmp"
mount -t proc proc "$1/proc"
mount --bind /dev "$1/dev"
root=$1 folder=$2 user=$3
shift 3
exec setpriv --no-new-privs chroot --userspec="$user" --groups= "$root" env -i -C "$folder" "$@"`;

export interface InImage {
  readonly output: string;
  signal(name: NodeJS.Signals): void;
  /** The exit code, once the command has ended. */
  ended: Promise<number | null>;
  /** Waits until the output contains the words. @throws if the command ends before */
  printed(words: string): Promise<void>;
}

/**
 * Starts a command in the image: as its user, without capabilities, as the first process, on a read-only root
 * with an empty /tmp, and on the network of this machine. It is killed when the test has finished.
 */
export function inImage(command: string[], settings: Record<string, string> = {}): InImage {
  const { User, WorkingDir, Env } = readImage();
  const root = path.join(inject("imageFolder"), "bundle/rootfs");
  const env = [...Env, ...Object.entries(settings).map(([name, value]) => `${name}=${value}`)];
  const namespaces = ["--mount", "--pid", "--fork", "--kill-child"];
  const program = ["sh", "-c", isolate, "sh", root, WorkingDir, User, ...env, ...command];
  const child = spawn("unshare", [...namespaces, ...program], { stdio: ["ignore", "pipe", "pipe"] });
  const started = { output: "" };
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      started.output += chunk;
    });
  const closed = once(child, "close");
  // unshare passes no signal on, and --kill-child ends with the change of the user.
  const signal = (name: NodeJS.Signals) =>
    process.kill(Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8")), name);
  onTestFinished(async () => {
    if (child.exitCode === null) signal("SIGKILL");
    await closed;
  });
  return Object.assign(started, {
    signal,
    ended: closed.then(() => child.exitCode),
    async printed(words: string) {
      while (!started.output.includes(words)) {
        if (child.exitCode !== null) throw new Error(`ended before ${words}:\n${started.output}`);
        await Promise.race([once(child.stdout, "data"), closed]);
      }
    },
  });
}
