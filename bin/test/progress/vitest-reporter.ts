import type { Reporter, SerializedError, TestModule, TestSpecification } from "vitest/node";

/**
 * Writes a line for each test file that starts or ends, and for each test that ends, for
 * `watchProgress`; and the errors that no test caught, which fail the run and are in no report.
 */
export default class ProgressReporter implements Reporter {
  #total = 0;
  #done = 0;

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.#total = specifications.length;
  }

  onTestModuleStart(module: TestModule): void {
    console.log(`started ${module.relativeModuleId}`);
  }

  onTestCaseResult(): void {
    console.log("ended one test");
  }

  onTestModuleEnd(module: TestModule): void {
    this.#done += 1;
    console.log(`progress ${this.#done}/${this.#total} ${module.relativeModuleId}`);
  }

  onTestRunEnd(_modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    for (const { message, stack, VITEST_TEST_NAME: test, VITEST_TEST_PATH: file } of unhandledErrors)
      console.log(
        `unhandled error, while ${test ?? "no test"} of ${file ?? "no file"} ran\n${stack ?? message}`,
      );
  }
}
