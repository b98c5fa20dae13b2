import path from "node:path";

/** Writes a line for each end-to-end test that ended, for `watchProgress`. */
export default class ProgressReporter {
  #total = 0;
  #done = 0;

  onBegin(_config, suite) {
    this.#total = suite.allTests().length;
  }

  onTestEnd({ location, title }) {
    this.#done += 1;
    console.log(`progress ${this.#done}/${this.#total} ${path.basename(location.file)}: ${title}`);
  }
}
