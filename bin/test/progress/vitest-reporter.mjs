/**
 * Writes a line for each test file that starts or ends, and for each test that ends, for
 * `watchProgress`.
 */
export default class ProgressReporter {
  #total = 0;
  #done = 0;

  onTestRunStart(specifications) {
    this.#total = specifications.length;
  }

  onTestModuleStart(module) {
    console.log(`started ${module.relativeModuleId}`);
  }

  onTestCaseResult() {
    console.log("ended one test");
  }

  onTestModuleEnd(module) {
    this.#done += 1;
    console.log(`progress ${this.#done}/${this.#total} ${module.relativeModuleId}`);
  }
}
