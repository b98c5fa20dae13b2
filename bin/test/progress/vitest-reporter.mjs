/** Writes a line for each test file that ended, for `watchProgress`. */
export default class ProgressReporter {
  #total = 0;
  #done = 0;

  onTestRunStart(specifications) {
    this.#total = specifications.length;
  }

  onTestModuleEnd(module) {
    this.#done += 1;
    console.log(`progress ${this.#done}/${this.#total} ${module.relativeModuleId}`);
  }
}
