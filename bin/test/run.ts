import { existsSync } from "node:fs";
import { setUp } from "../setup.mjs";
import { type Check, checks } from "./checks.ts";
import { isSpec } from "./is-spec.ts";
import { mainCommit } from "./main-commit.ts";
import { provideChromium } from "./provide-chromium.ts";
import { provideTools } from "./provide-tools.ts";
import { runPlaywright, runVitest } from "./suites.ts";
import { type SuiteResult, Tally } from "./tally.ts";
import { withoutSettings } from "./without-settings.ts";

const tally = new Tally();
const isFast = process.argv.includes("--fast");
const paths = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const specs = paths.filter(isSpec);
const files = paths.filter((path) => !isSpec(path));
const isEverything = paths.length === 0;
const missing = paths.filter((path) => !existsSync(path));
if (missing.length > 0) {
  console.error(`There is no ${missing.join(", ")}.`);
  process.exit(2);
}
withoutSettings(process.env);

if (isEverything) await Promise.all([runChecks(), provideTools()]);
if (isFast) await runFast();
else await runSuites();

if (isEverything && !isFast) console.log("\nnot run: npm run test:image, npm run test:upgrade");
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);

async function runFast(): Promise<void> {
  const title = "Tests that the changes concern (vitest)";
  await suite(title, () => runVitest(process.env, { changedSince: mainCommit() }));
}

async function runSuites(): Promise<void> {
  // Beside the other suite: most of a build uses one processor.
  const preparing = isEverything || specs.length > 0 ? prepared() : undefined;
  if (isEverything || files.length > 0) {
    const title = "Unit and integration tests on PostgreSQL (vitest)";
    await suite(title, () => runVitest(process.env, { paths: files }));
  }
  if (await preparing) {
    const title = "End-to-end tests in Chromium (playwright)";
    await suite(title, () => runPlaywright(process.env, { paths: specs }));
  }
}

/** Two at a time: most checks use one processor. */
async function runChecks(): Promise<void> {
  const waiting = [...checks];
  const runWaiting = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) await runCheck(check);
  };
  await Promise.all([runWaiting(), runWaiting()]);
}

async function runCheck({ title, run }: Check): Promise<void> {
  const seconds = stopwatch();
  const { isPassed, output } = await run(process.env);
  tally.check(title, isPassed, seconds(), output);
}

async function suite(title: string, run: () => Promise<SuiteResult>): Promise<void> {
  const seconds = stopwatch();
  tally.suite(title, await run(), seconds());
}

/**
 * The production build is a check as well; without it, or without a browser, there is nothing to
 * run end to end.
 */
async function prepared(): Promise<boolean> {
  const seconds = stopwatch();
  try {
    process.env.COUNTERSIGN_BUILD = await setUp({ build: true });
    await provideChromium();
    tally.check("Production build and browser", true, seconds());
    return true;
  } catch (error) {
    tally.check(
      "Production build and browser",
      false,
      seconds(),
      error instanceof Error ? error.message : String(error),
    );
    return false;
  }
}

function stopwatch(): () => number {
  const started = performance.now();
  return () => (performance.now() - started) / 1000;
}
