import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const require = createRequire(import.meta.url);
const program = require.resolve("@modelcontextprotocol/conformance/dist/index.js");
const globSync = new URL("./glob-sync.mjs", import.meta.url).href;

/**
 * Runs all scenarios of a revision of MCP against a server, with no expected failures. Some scenarios
 * wait half a second for a message: on a busy machine, a failed scenario is run once more, alone.
 * @returns the number of scenarios that passed, and the scenarios that failed
 */
export async function runSuite(url: string, revision: string): Promise<{ passed: number; failed: string[] }> {
  const { passed, failed } = await run(url, ["--suite", "all", "--spec-version", revision]);
  const stillFailed = [];
  for (const scenario of failed) {
    const again = await run(url, ["--scenario", scenario, "--spec-version", revision]);
    if (again.code !== 0) stillFailed.push(scenario);
  }
  return { passed: passed.length + failed.length - stillFailed.length, failed: stillFailed };
}

async function run(url: string, options: string[]) {
  const child = spawn(process.execPath, ["--import", globSync, program, "server", "--url", url, ...options], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const exited = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? -1)));
  const [output, code] = await Promise.all([text(child.stdout), exited]);
  const scenarios = [...output.matchAll(/^([✓✗]) (\S+): \d+ passed/gm)];
  const named = (mark: string) => scenarios.flatMap(([, found, name = ""]) => (found === mark ? [name] : []));
  return { code, passed: named("✓"), failed: named("✗") };
}
