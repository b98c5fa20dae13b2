import { execFile, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll } from "vitest";
import { repository } from "./packed-package.ts";

const needed = "import cryptography, sys; sys.exit(sys.version_info < (3, 10))";
/** Debian's Python first: `apt-get install python3-cryptography` is for this one. */
const python = ["/usr/bin/python3", "python3"].find(
  (program) => spawnSync(program, ["-c", needed], { stdio: "ignore" }).status === 0,
);

/** Why tests of the Python client are skipped, in words; undefined if they can run. */
export const withoutPython = python
  ? undefined
  : "Python 3.10 with cryptography is missing (Debian: apt-get install python3-cryptography)";
const options = { cwd: `${repository}/python`, env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } };

/** Runs Python with the client, which is imported from its folder. */
export async function runPython(args: string[], stdin = "") {
  const running = promisify(execFile)(python ?? "", args, options);
  running.child.stdin?.end(stdin);
  return running;
}

/** Starts a module that answers each line with a line, until the tests of the file end. */
export function openPython(module: string): (line: string) => Promise<string> {
  const process = spawn(python ?? "", ["-m", module], { ...options, stdio: ["pipe", "pipe", "inherit"] });
  afterAll(() => void process.stdin.end());
  const lines = createInterface(process.stdout)[Symbol.asyncIterator]();
  return async (line) => {
    process.stdin.write(`${line}\n`);
    return (await lines.next()).value ?? "";
  };
}
