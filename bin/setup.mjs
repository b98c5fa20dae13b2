// Prepares a fresh clone to run, only if needed and silent otherwise. Plain Node, because no
// dependency is installed yet. `node bin/setup.mjs --client` prepares the command line alone.
import { prepareBuild } from "./setup/build.mjs";
import { prepareClient } from "./setup/bundle-client.mjs";
import { installDependencies } from "./setup/dependencies.mjs";
import { SetupFailure } from "./setup/failure.mjs";
import { prepareFonts } from "./setup/fonts.mjs";
import { withLock } from "./setup/lock.mjs";
import { checkNode } from "./setup/node-version.mjs";
import { repository } from "./setup/repository.mjs";

/**
 * Prepares the clone to run.
 * @param {{ build: boolean }} what Whether to build the pages for production.
 * @returns {Promise<string | undefined>} the build's folder, relative to the repository.
 * @throws {SetupFailure} one sentence for the terminal.
 */
export async function setUp({ build }) {
  checkNode();
  process.chdir(repository);
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  return withLock(async () => {
    await installDependencies();
    await prepareClient();
    await prepareFonts();
    return build ? prepareBuild() : undefined;
  });
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
