import path from "node:path";

/** Writes a line for each end-to-end test that starts or ends, for `watchProgress`. */
export default class ProgressReporter {
  #total = 0;
  #done = 0;

  onBegin(_config, suite) {
    this.#total = suite.allTests().length;
  }

  onTestBegin(test) {
    console.log(`started ${name(test)}`);
  }

  onTestEnd(test) {
    this.#done += 1;
    console.log(`progress ${this.#done}/${this.#total} ${name(test)}`);
  }
}

function name({ location, title }) {
  return `${path.basename(location.file)}: ${title}`;
}
