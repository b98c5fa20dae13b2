import { spawn } from "node:child_process";
import { statfsSync } from "node:fs";
import { explainOutput, SetupFailure } from "./failure.mjs";
import { repository } from "./repository.mjs";

const signals = ["SIGINT", "SIGTERM"];

/**
 * Runs a program as one step of set-up: prints a line at the start and a line at the end; prints
 * the program's output only on failure.
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

/**
 * Runs a program to its end.
 * @returns {Promise<{status: number, output: string}>} stdout and stderr together.
 */
export function capture(command, args, { env = process.env, onText = () => {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: repository, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const take = (chunk) => {
      output += chunk;
      onText(String(chunk));
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => resolve({ status: 127, output: `${command}: ${error.message}` }));
    // A signal to us alone, as from a service manager, would leave the child at work.
    const pass = (signal) => {
      child.kill(signal);
      process.exit(130);
    };
    for (const signal of signals) process.once(signal, pass);
    child.on("close", (status) => {
      for (const signal of signals) process.off(signal, pass);
      resolve({ status: status ?? 1, output });
    });
  });
}

function refuseFullDisk(megabytes) {
  const { bavail, bsize } = statfsSync(repository);
  const free = Math.floor((bavail * bsize) / 1_000_000);
  if (free >= megabytes) return;
  throw new SetupFailure(
    `Only ${free} MB of disk space left; ${megabytes} MB needed. Free some space and try again.`,
  );
}
