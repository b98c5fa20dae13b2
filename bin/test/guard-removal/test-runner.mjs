import path from "node:path";
import { createVitest } from "vitest/node";
import { testNamed } from "./entries.mjs";

/**
 * One vitest for all runs in the copy, so that one PostgreSQL and the transformed modules are shared.
 * `run` takes tests as entries name them and returns what failed; with `stopAtAssertion` it ends at
 * the first failed assertion.
 */
export async function openTestRunner(folder) {
  process.chdir(folder);
  let vitest;
  let shouldStop = false;
  const reporter = {
    onTestCaseResult(test) {
      if (shouldStop && test.result().errors?.some(isAssertion)) vitest.cancelCurrentRun("test-failure");
    },
  };
  const options = { root: folder, watch: false, reporters: [reporter], silent: true };
  vitest = await createVitest("test", options, { clearScreen: false });
  await vitest.standalone();
  const project = vitest.getRootProject();

  return {
    async run(tests, { stopAtAssertion = false } = {}) {
      shouldStop = stopAtAssertion;
      const specifications = [...patternsByFile(tests)].map(([file, testNamePattern]) =>
        project.createSpecification(
          path.join(folder, file),
          testNamePattern ? { testNamePattern } : undefined,
        ),
      );
      const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
      return resultOf(testModules, unhandledErrors);
    },
    changed: (file) => vitest.invalidateFile(path.join(folder, file)),
    close: () => vitest.close(),
  };
}

/** One pattern for all the named tests of a file; undefined when the whole file is to run. */
function patternsByFile(tests) {
  const names = new Map();
  for (const { file, name } of tests.map(testNamed)) {
    const before = names.get(file);
    if (!name || (before && before.length === 0)) names.set(file, []);
    else names.set(file, [...(before ?? []), name]);
  }
  const escaped = (name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new Map(
    [...names].map(([file, list]) => [
      file,
      list.length ? new RegExp(list.map(escaped).join("|")) : undefined,
    ]),
  );
}

function resultOf(modules, unhandledErrors) {
  const tests = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => ({ module, test })),
  );
  const failed = tests.filter(({ test }) => test.result().state === "failed");
  return {
    ran: tests.filter(({ test }) => test.result().state !== "skipped").length,
    failures: failed.map(({ module, test }) => ({
      test: `${module.relativeModuleId} > ${test.fullName}`,
      isAssertion: test.result().errors.some(isAssertion),
      message: test.result().errors[0]?.message ?? "",
    })),
    crashes: [...modules.flatMap((module) => module.errors()), ...unhandledErrors].map(
      (error) => error?.message ?? String(error),
    ),
  };
}

/** A failed expectation, also inside what a property test reports. An answer of 500 is a crash. */
function isAssertion(error) {
  if (!error) return false;
  const isCrash = String(error.actual) === "500";
  return (error.name === "AssertionError" && !isCrash) || isAssertion(error.cause);
}
