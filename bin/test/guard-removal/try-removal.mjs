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
    return await judgeInTurn(guard.tests, own ?? runner);
  } finally {
    await own?.close();
    writeFileSync(file, original);
    runner.changed(guard.file);
  }
}

/** The failures of each test file or named test before removing any guard: each runs once. */
const baseline = new Map();

/** Runs the tests of all entries with every guard in place, each file once. */
export async function tryWithGuards(guards, runner) {
  const tests = [...new Set(guards.flatMap((guard) => guard.tests))];
  const { failures, crashes } = await runner.run(tests);
  // A crash does not name its test, so each entry then runs its own tests.
  if (crashes.length === 0) recordBaseline(tests, failures);
}

async function failureWithGuards(tests, runner) {
  const untried = tests.filter((test) => !baseline.has(test));
  if (untried.length > 0) {
    const { failures, crashes } = await runner.run(untried);
    recordBaseline(untried, failures, crashes[0]);
  }
  return tests.map((test) => baseline.get(test)).find(Boolean);
}

function recordBaseline(tests, failures, crash) {
  for (const test of tests) {
    const { file, name = "" } = testNamed(test);
    const own = failures.find((failure) => failure.test.startsWith(file) && failure.test.includes(name));
    baseline.set(test, own ? `${own.test}: ${own.message}` : crash);
  }
}

/** Runs one file after the other until a test fails: most entries name the failing test first. */
async function judgeInTurn(tests, runner) {
  const files = new Set(tests.map((test) => testNamed(test).file));
  let verdict;
  for (const file of files) {
    const named = tests.filter((test) => testNamed(test).file === file);
    const result = judge(await runner.run(named, { stopAtAssertion: true }));
    if (result.verdict === "killed") return result;
    if (verdict?.verdict !== "broken") verdict = result;
  }
  return verdict;
}

function judge({ ran, failures, crashes }) {
  const noticed = failures.find(({ isAssertion }) => isAssertion);
  if (noticed) return { verdict: "killed", why: noticed.test };
  if (failures.length > 0) return { verdict: "broken", why: `${failures[0].test}: ${failures[0].message}` };
  if (crashes.length > 0) return { verdict: "broken", why: crashes[0] };
  return ran === 0 ? { verdict: "broken", why: "no test ran" } : { verdict: "survived" };
}
