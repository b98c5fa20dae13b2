import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
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

/** Runs Python with the client, which is imported from its folder. */
export async function runPython(args: string[], stdin = "") {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
  const running = promisify(execFile)(python ?? "", args, { cwd: `${repository}/python`, env });
  running.child.stdin?.end(stdin);
  return running;
}
