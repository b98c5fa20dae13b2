import path from "node:path";
import { createVitest, type Reporter, type TestCase, type TestModule, type Vitest } from "vitest/node";
import { testNamed } from "./entries.ts";

/** What a run of tests found. A crash does not name its test. */
export interface RunResult {
  ran: number;
  failures: { test: string; isAssertion: boolean; message: string }[];
  crashes: string[];
}

export type TestRunner = Awaited<ReturnType<typeof openTestRunner>>;

/**
 * One vitest for all runs in the copy, so that all runs share one PostgreSQL and the transformed
 * modules. `run` takes tests as the entries name them and returns the failures; with
 * `stopAtAssertion` the run ends at the first failed assertion.
 */
export async function openTestRunner(folder: string) {
  process.chdir(folder);
  let result = newResult();
  let shouldStop = false;
  let vitest: Vitest | undefined;
  // Collected here, because vitest itself returns the files of earlier runs as well.
  const reporter: Reporter = {
    onTestCaseResult(test) {
      addTest(result, test);
      if (shouldStop && result.failures.at(-1)?.isAssertion) vitest?.cancelCurrentRun("test-failure");
    },
    onTestModuleEnd(module) {
      addModuleErrors(result, module);
    },
  };
  // A slow machine must not look like a noticed removal, so tests get more time than usual.
  const options = { root: folder, watch: false, reporters: [reporter], silent: true, testTimeout: 120_000 };
  const opened = await createVitest("test", options, { clearScreen: false });
  vitest = opened;
  await opened.standalone();
  const project = opened.getRootProject();

  return {
    async run(tests: string[], { stopAtAssertion = false } = {}): Promise<RunResult> {
      shouldStop = stopAtAssertion;
      result = newResult();
      const specifications = [...patternsByFile(tests)].map(([file, testNamePattern]) =>
        project.createSpecification(
          path.join(folder, file),
          testNamePattern ? { testNamePattern } : undefined,
        ),
      );
      const { unhandledErrors } = await opened.runTestSpecifications(specifications);
      result.crashes.push(
        ...unhandledErrors.map((error) => (error as Error | null)?.message ?? String(error)),
      );
      return result;
    },
    changed: (file: string) => opened.invalidateFile(path.join(folder, file)),
    close: () => opened.close(),
  };
}

function newResult(): RunResult {
  return { ran: 0, failures: [], crashes: [] };
}

function addTest(result: RunResult, test: TestCase): void {
  const { state, errors = [] } = test.result();
  if (state !== "skipped") result.ran += 1;
  if (state !== "failed") return;
  result.failures.push({
    test: `${test.module.relativeModuleId} > ${test.fullName}`,
    isAssertion: errors.some(isAssertion),
    message: errors[0]?.message ?? "",
  });
}

/** Failures outside of a test. `afterAll` asserts invariant 11 for every test file. */
function addModuleErrors(result: RunResult, module: TestModule): void {
  for (const error of module.errors()) {
    result.crashes.push(error.message);
    if (!isAssertion(error)) continue;
    result.failures.push({ test: module.relativeModuleId, isAssertion: true, message: error.message });
  }
}

/** One pattern for all the named tests of a file; undefined when the whole file is to run. */
function patternsByFile(tests: string[]): Map<string, RegExp | undefined> {
  const names = new Map<string, string[]>();
  for (const { file, name } of tests.map(testNamed)) {
    const before = names.get(file);
    if (!name || (before && before.length === 0)) names.set(file, []);
    else names.set(file, [...(before ?? []), name]);
  }
  // Vitest compares the pattern with the names of the groups and the test, joined by spaces.
  const escaped = (name: string) => name.replaceAll(" > ", " ").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new Map(
    [...names].map(([file, list]) => [
      file,
      list.length ? new RegExp(list.map(escaped).join("|")) : undefined,
    ]),
  );
}

/** The parts of an error from the tests that say what failed. */
interface TestFailure {
  name?: string;
  message?: string;
  actual?: unknown;
  cause?: TestFailure;
}

/** A failed expectation, also inside what a property test reports. An answer of 500 is a crash. */
function isAssertion(error: TestFailure | undefined): boolean {
  if (!error) return false;
  // Not by `String`: what a test compares may have no text.
  const isCrash = error.actual === 500 || error.actual === "500";
  // fast-check reports a property that returned false as an Error without a cause.
  const isProperty = !error.cause && /^Property failed/.test(error.message ?? "");
  return (error.name === "AssertionError" && !isCrash) || isProperty || isAssertion(error.cause);
}
