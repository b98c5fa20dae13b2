// npm test: set-up, then every check there is, one line each. The last line counts them: `N passed, N failed`.
import { orExplain, setUp } from "./setup.mjs";
import { Tally } from "./test/tally.mjs";

const tally = new Tally();
// Settings in somebody's shell are about their own server, not about the tests.
const settings =
  /^(COUNTERSIGN_.*|HOST|PORT|DATABASE_URL|DATABASE_CONNECTIONS|ASKS_PER_MINUTE|PENDING_PER_AGENT|WAITS_PER_AGENT|LOG_LEVEL|NODE_ENV)$/;
for (const name of Object.keys(process.env)) if (settings.test(name)) delete process.env[name];

await orExplain(() => setUp({ build: false }));
// What these load is there only once the dependencies are.
const { checks } = await import("./test/checks.mjs");
const { provideChromium } = await import("./test/provide-chromium.mjs");
const { runPlaywright, runVitest } = await import("./test/suites.mjs");

for (const { title, run } of checks) {
  const seconds = stopwatch();
  const { isPassed, output } = await run(process.env);
  tally.check(title, isPassed, seconds(), output);
}
await suite("Unit and integration tests on PostgreSQL (vitest)", () => runVitest(process.env));
if (await prepared())
  await suite("End-to-end tests in Chromium (playwright)", () => runPlaywright(process.env));

console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);

async function suite(title, run) {
  const seconds = stopwatch();
  tally.suite(title, await run(), seconds());
}

/** The production build is a check as well; without it, or without a browser, there is nothing to run end to end. */
async function prepared() {
  const seconds = stopwatch();
  try {
    process.env.COUNTERSIGN_BUILD = await setUp({ build: true });
    await provideChromium();
    tally.check("Production build and browser", true, seconds());
    return true;
  } catch (error) {
    tally.check("Production build and browser", false, seconds(), error.message);
    return false;
  }
}

function stopwatch() {
  const started = performance.now();
  return () => (performance.now() - started) / 1000;
}
