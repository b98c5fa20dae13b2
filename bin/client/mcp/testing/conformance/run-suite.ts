import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const require = createRequire(import.meta.url);
const program = require.resolve("@modelcontextprotocol/conformance/dist/index.js");

/**
 * The conformance suite names `globSync` of node:fs, which Node 20 doesn't have, and uses it only for
 * an assessment of SDKs that the tests don't run. This module gives the suite a `globSync`.
 */
const globSync = moduleOf(`
  import { register } from "node:module";
  register(${JSON.stringify(
    moduleOf(`
      const fs = ${JSON.stringify(
        moduleOf(
          "export * from 'node:fs'; export { default } from 'node:fs'; export const globSync = () => [];",
        ),
      )};
      export async function resolve(name, context, next) {
        if (name !== "fs" || !context.parentURL?.includes("/conformance/")) return next(name, context);
        return { url: fs, shortCircuit: true };
      }`),
  )});`);

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

function moduleOf(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
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
