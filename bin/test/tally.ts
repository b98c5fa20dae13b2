/** The result of a suite. `failures` are readable texts, one for each failed test; `skipped` are titles. */
export interface SuiteResult {
  passed: number;
  failed: number;
  failures: string[];
  skipped?: string[];
}

/** Counts passes and failures, and prints the last line at the end. */
export class Tally {
  passed = 0;
  failed = 0;

  /** One separate check, such as the linter. `output` is shown on failure. */
  check(title: string, isPassed: boolean, seconds: number, output = ""): void {
    this.add(title, { passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1 }, seconds);
    if (!isPassed) console.log(indent(output));
  }

  /** A suite: as many checks as it has tests. */
  suite(title: string, { passed, failed, failures, skipped = [] }: SuiteResult, seconds: number): void {
    this.add(title, { passed, failed }, seconds);
    for (const test of skipped) console.log(indent(`not run: ${test}`));
    for (const failure of failures) console.log(`\n${indent(failure)}`);
  }

  private add(
    title: string,
    { passed, failed }: Pick<SuiteResult, "passed" | "failed">,
    seconds: number,
  ): void {
    this.passed += passed;
    this.failed += failed;
    const count = passed + failed > 1 ? ` ${passed} passed${failed ? `, ${failed} failed` : ""}` : "";
    console.log(`${failed ? "✗" : "✓"} ${title}${count} (${seconds.toFixed(1)} s)`);
  }
}

const maximumLines = 60;

function indent(text: string): string {
  const lines = text.trim().split("\n");
  const shown = lines.length > maximumLines ? ["…", ...lines.slice(-maximumLines)] : lines;
  return shown.map((line) => `    ${line}`).join("\n");
}
