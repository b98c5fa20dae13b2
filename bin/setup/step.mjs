import { spawn } from "node:child_process";
import { statfsSync } from "node:fs";
import { explainOutput, SetupFailure } from "./failure.mjs";
import { repository } from "./repository.mjs";

const signals = ["SIGINT", "SIGTERM"];

/**
 * Runs a program as one step of set-up: prints a line at the start and a line at the end; prints
 * the program's output only on failure.
 * @param {string} title
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: NodeJS.ProcessEnv, megabytes?: number}} [options] `megabytes` have to be free.
 * @throws {SetupFailure}
 */
export async function runStep(title, command, args, { env = process.env, megabytes = 500 } = {}) {
  refuseFullDisk(megabytes);
  const started = Date.now();
  console.log(`› ${title} …`);
  const { status, output } = await capture(command, args, { env });
  if (status !== 0) {
    const reason = explainOutput(output) ?? output.trim().split("\n").slice(-25).join("\n");
    throw new SetupFailure(`${title} failed. ${reason}`);
  }
  console.log(`  done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Milliseconds to wait for an ended program's output. */
const outputGraceMilliseconds = 5000;

/**
 * Runs a program to its end, in a process group of its own.
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: NodeJS.ProcessEnv, onText?: (text: string) => void, onStart?: (stop: () => void) => void}} [options]
 * `onStart` gets a function that kills the program and everything it started.
 * @returns {Promise<{status: number, output: string}>} stdout and stderr together.
 */
export function capture(command, args, { env = process.env, onText = () => {}, onStart = () => {} } = {}) {
  return new Promise((resolve) => {
    const stdio = ["ignore", "pipe", "pipe"];
    const child = spawn(command, args, { cwd: repository, env, stdio, detached: true });
    let output = "";
    const take = (chunk) => {
      output += chunk;
      onText(String(chunk));
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => resolve({ status: 127, output: `${command}: ${error.message}` }));
    // A signal to this process alone, as from a service manager, would leave the program running.
    const pass = (signal) => {
      killGroup(child, signal);
      // After the concurrent programs have got the signal.
      setImmediate(() => process.exit(130));
    };
    for (const signal of signals) process.once(signal, pass);
    onStart(() => killGroup(child, "SIGKILL"));
    child.on("exit", (status) => {
      for (const signal of signals) process.off(signal, pass);
      const end = () => resolve({ status: status ?? 1, output });
      child.on("close", end);
      // A process left running by the program keeps the pipe open, and "close" does not arrive.
      setTimeout(end, outputGraceMilliseconds).unref();
    });
  });
}

function killGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended, or the program did not start.
  }
}

function refuseFullDisk(megabytes) {
  const { bavail, bsize } = statfsSync(repository);
  const free = Math.floor((bavail * bsize) / 1_000_000);
  if (free >= megabytes) return;
  throw new SetupFailure(
    `Only ${free} MB of disk space left; ${megabytes} MB needed. Free some space and try again.`,
  );
}
