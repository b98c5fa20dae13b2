import path from "node:path";
import type { FullConfig, Reporter, Suite, TestCase } from "@playwright/test/reporter";

/** Writes a line for each end-to-end test that starts or ends, for `watchProgress`. */
export default class ProgressReporter implements Reporter {
  #total = 0;
  #done = 0;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#total = suite.allTests().length;
  }

  onTestBegin(test: TestCase): void {
    console.log(`started ${name(test)}`);
  }

  onTestEnd(test: TestCase): void {
    this.#done += 1;
    console.log(`progress ${this.#done}/${this.#total} ${name(test)}`);
  }
}

function name({ location, title }: TestCase): string {
  return `${path.basename(location.file)}: ${title}`;
}
