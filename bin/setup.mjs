// Prepares a fresh clone to run, only if needed and silent otherwise. Plain JavaScript, because no
// dependency is installed yet. `node bin/setup.mjs --client` prepares the command line alone.
import { existsSync, utimesSync } from "node:fs";
import path from "node:path";
import { installDependencies } from "./setup/dependencies.mjs";
import { SetupFailure } from "./setup/failure.mjs";
import { withLock } from "./setup/lock.mjs";
import { checkNode } from "./setup/node-version.mjs";
import { client, repository, textFace } from "./setup/repository.mjs";
import { capture, runStep } from "./setup/step.mjs";
import { buildFolder, isUpToDate } from "./setup/up-to-date.mjs";

/**
 * Prepares the clone to run.
 * @param {{ build: boolean, forDevelopment?: boolean }} what Whether to build the pages for production,
 * and to install what only tests, checks and benches need.
 * @returns {Promise<string | undefined>} the build's folder, relative to the repository.
 * @throws {SetupFailure} one sentence for the terminal.
 */
export async function setUp({ build, forDevelopment = false }) {
  checkNode();
  process.chdir(repository);
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  return withLock(async () => {
    await installDependencies({ forDevelopment });
    if (!isUpToDate(client)) await make("bundle-client.ts");
    if (!isUpToDate(textFace)) await make("fonts.ts");
    return build ? prepareBuild() : undefined;
  });
}

async function make(file) {
  const { status, output } = await capture(process.execPath, partOf(file), { env: environment() });
  if (status !== 0) throw new SetupFailure(output.trim());
}

/** @returns {Promise<string>} the folder of the build, relative to the repository. */
async function prepareBuild() {
  const folder = buildFolder();
  if (!existsSync(folder)) {
    const env = { ...environment(), NODE_ENV: "production", COUNTERSIGN_BUILD: "" };
    await runStep("Building", process.execPath, [...partOf("build.ts"), folder], { env });
  }
  utimesSync(folder, new Date(), new Date());
  return path.relative(repository, folder);
}

/**
 * The arguments of Node that run a part of set-up in TypeScript. Such a part has a process of its own,
 * because a server never runs through tsx.
 */
function partOf(file) {
  return ["--import", "tsx", path.join(repository, "bin/setup", file)];
}

/** Without tsx's cache: any account can write the folder in /tmp first. */
function environment() {
  return { ...process.env, TSX_DISABLE_CACHE: "1" };
}

/**
 * Runs `main`, and turns an error into one readable message and exit code 1.
 * @template T
 * @param {() => Promise<T>} main
 * @returns {Promise<T>}
 */
export async function orExplain(main) {
  try {
    return await main();
  } catch (error) {
    const message = error instanceof SetupFailure ? error.message : error.stack;
    process.stderr.write(`\n${message}\n\n`);
    process.exit(1);
  }
}

if (import.meta.filename === process.argv[1]) {
  await orExplain(() => setUp({ build: !process.argv.includes("--client") }));
}
