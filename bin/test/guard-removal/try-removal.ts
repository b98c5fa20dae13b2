import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Guard, testNamed, textWithout } from "./entries.ts";
import { openTestRunner, type RunResult, type TestRunner } from "./test-runner.ts";

export interface Judgement {
  verdict: "killed" | "survived" | "stale" | "broken";
  why?: string;
}

/**
 * Removes one guard in the copy and runs its tests. `killed`: an assertion failed. `survived`: all
 * passed. `broken`: the tests fail with the guard in place, or crash without it.
 */
export async function tryRemoval(
  guard: Guard,
  { folder, runner }: { folder: string; runner: TestRunner },
): Promise<Judgement> {
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
const baseline = new Map<string, string | undefined>();

/** Runs the tests of all entries with every guard in place, each file once. */
export async function tryWithGuards(guards: Guard[], runner: TestRunner): Promise<void> {
  const tests = [...new Set(guards.flatMap((guard) => guard.tests))];
  const { failures, crashes } = await runner.run(tests);
  // A crash does not name its test, so each entry then runs its own tests.
  if (crashes.length === 0) recordBaseline(tests, failures);
}

async function failureWithGuards(tests: string[], runner: TestRunner): Promise<string | undefined> {
  const untried = tests.filter((test) => !baseline.has(test));
  if (untried.length > 0) {
    const { failures, crashes } = await runner.run(untried);
    recordBaseline(untried, failures, crashes[0]);
  }
  return tests.map((test) => baseline.get(test)).find(Boolean);
}

function recordBaseline(tests: string[], failures: RunResult["failures"], crash?: string): void {
  for (const test of tests) {
    const { file, name = "" } = testNamed(test);
    const own = failures.find((failure) => failure.test.startsWith(file) && failure.test.includes(name));
    baseline.set(test, own ? `${own.test}: ${own.message}` : crash);
  }
}

/** Runs one file after the other until a test fails: most entries name the failing test first. */
async function judgeInTurn(tests: string[], runner: TestRunner): Promise<Judgement> {
  const files = new Set(tests.map((test) => testNamed(test).file));
  let judgement: Judgement = { verdict: "survived" };
  for (const file of files) {
    const named = tests.filter((test) => testNamed(test).file === file);
    const result = judge(await runner.run(named, { stopAtAssertion: true }));
    if (result.verdict === "killed") return result;
    if (judgement.verdict !== "broken") judgement = result;
  }
  return judgement;
}

function judge({ ran, failures, crashes }: RunResult): Judgement {
  const noticed = failures.find(({ isAssertion }) => isAssertion);
  if (noticed) return { verdict: "killed", why: noticed.test };
  const [failure] = failures;
  if (failure) return { verdict: "broken", why: `${failure.test}: ${failure.message}` };
  if (crashes.length > 0) return { verdict: "broken", why: crashes[0] };
  return ran === 0 ? { verdict: "broken", why: "no test ran" } : { verdict: "survived" };
}
