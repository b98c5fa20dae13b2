import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { testNamed, textWithout } from "./entries.mjs";
import { openTestRunner } from "./test-runner.mjs";

/**
 * Removes one guard in the copy and runs its tests. `killed`: an assertion failed. `survived`: all
 * passed. `broken`: the tests fail with the guard in place, or crash without it.
 */
export async function tryRemoval(guard, { folder, runner }) {
  const before = await failureWithGuards(guard.tests, runner);
  if (before) return { verdict: "broken", why: `fails with the guard in place: ${before}` };
  const file = path.join(folder, guard.file);
  const original = readFileSync(file, "utf8");
  writeFileSync(file, textWithout(guard, original));
  runner.changed(guard.file);
  // The runner's database has been migrated already, with the guard.
  const own = guard.file.startsWith("db/migrations/") ? await openTestRunner(folder) : undefined;
  try {
    return judge(await (own ?? runner).run(guard.tests, { stopAtAssertion: true }));
  } finally {
    await own?.close();
    writeFileSync(file, original);
    runner.changed(guard.file);
  }
}

/** What failed of each test file or named test before any guard was removed: each is run once. */
const baseline = new Map();

async function failureWithGuards(tests, runner) {
  const untried = tests.filter((test) => !baseline.has(test));
  const { failures, crashes } = untried.length ? await runner.run(untried) : { failures: [], crashes: [] };
  for (const test of untried) {
    const { file, name = "" } = testNamed(test);
    const own = failures.find((failure) => failure.test.startsWith(file) && failure.test.includes(name));
    baseline.set(test, own ? `${own.test}: ${own.message}` : crashes[0]);
  }
  return tests.map((test) => baseline.get(test)).find(Boolean);
}

function judge({ ran, failures, crashes }) {
  const noticed = failures.find(({ isAssertion }) => isAssertion);
  if (noticed) return { verdict: "killed", why: noticed.test };
  if (failures.length > 0) return { verdict: "broken", why: `${failures[0].test}: ${failures[0].message}` };
  if (crashes.length > 0) return { verdict: "broken", why: crashes[0] };
  return ran === 0 ? { verdict: "broken", why: "no test ran" } : { verdict: "survived" };
}
