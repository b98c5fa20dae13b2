import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { JSONReport, JSONReportSuite, JSONReportTestResult } from "@playwright/test/reporter";
import type { JsonTestResults } from "vitest/node";
import { cacheFolder } from "../setup/repository.mjs";
import { capture } from "../setup/step.mjs";
import { watchProgress } from "./progress/watch-progress.ts";
import type { SuiteResult } from "./tally.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what color codes begin with
const colors = /\u001b\[[0-9;]*m/g;

/**
 * Runs the unit and integration tests.
 * @param choice files or folders; or the tests that the changes since a commit concern. All tests if
 * left out.
 */
export async function runVitest(
  env: NodeJS.ProcessEnv,
  { paths = [], changedSince }: { paths?: string[]; changedSince?: string } = {},
): Promise<SuiteResult> {
  const report = path.join(cacheFolder, "vitest.json");
  const reporters = ["--reporter=json", "--reporter=./bin/test/progress/vitest-reporter.ts"];
  const args = ["run", ...reporters, `--outputFile=${report}`, ...paths];
  if (changedSince) args.push(`--changed=${changedSince}`, "--passWithNoTests");
  const run = { program: "vitest/vitest.mjs", args, report, env, unit: "files" };
  const { status, result, output } = await runReporting<JsonTestResults>(run);
  if (changedSince && status === 0 && !result?.numTotalTests) return { passed: 0, failed: 0, failures: [] };
  if (!result) return crashed(output);
  const failures = result.testResults.flatMap(({ name, message, assertionResults }) => {
    const where = path.relative(process.cwd(), name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return message ? [`${where}\n${message}`] : [];
    return failed.map((test) => `${where} › ${test.fullName}\n${test.failureMessages?.join("\n")}`);
  });
  const passed = result.numPassedTests;
  const skipped = result.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter((test) => test.status === "skipped" || test.status === "pending")
    .map((test) => test.fullName);
  return { ...closed({ passed, failures, status, output }), skipped };
}

/**
 * Runs the end-to-end tests in a real browser.
 * @param choice spec files; all if left out
 */
export async function runPlaywright(
  env: NodeJS.ProcessEnv,
  { paths = [] }: { paths?: string[] } = {},
): Promise<SuiteResult> {
  const report = path.join(cacheFolder, "playwright.json");
  const reporters = "--reporter=json,./bin/test/progress/playwright-reporter.ts";
  const args = ["test", "--config", "e2e/playwright.config.ts", reporters, ...paths];
  const withReport = {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    // Otherwise each worker compiles every file again: the default is a folder inside TMPDIR, which
    // e2e/playwright.config.ts changes after the first process has chosen its own.
    PLAYWRIGHT_TRANSFORM_CACHE_DIR: path.join(cacheFolder, "playwright-transforms"),
  };
  const run = { program: "@playwright/test/cli.js", args, report, env: withReport, unit: "tests" };
  const { status, result, output } = await runReporting<JSONReport>(run);
  if (!result) return crashed(output);
  const specs = result.suites.flatMap((suite) => specsOf(suite, []));
  const failures = [
    ...result.errors.map((error) => error.stack ?? error.message ?? ""),
    ...specs.filter(({ ok }) => !ok).map(({ title, errors }) => `${title}\n${errors.join("\n")}`),
  ];
  return closed({
    passed: specs.filter(({ ok, isSkipped }) => ok && !isSkipped).length,
    failures,
    status,
    output,
  });
}

interface Spec {
  title: string;
  ok: boolean;
  isSkipped: boolean;
  errors: string[];
}

function specsOf(suite: JSONReportSuite, titles: string[]): Spec[] {
  const above = [...titles, suite.title];
  const own = suite.specs.map((spec) => {
    const results = spec.tests.flatMap((test) => test.results);
    return {
      title: [...above, spec.title].join(" › "),
      ok: spec.ok,
      isSkipped: results.every((result) => result.status === "skipped"),
      errors: results.flatMap((result) => [
        ...result.errors.map((error) => error.message ?? ""),
        ...result.attachments.flatMap(endOfText),
      ]),
    };
  });
  return [...own, ...(suite.suites ?? []).flatMap((inner) => specsOf(inner, above))];
}

const shownLines = 40;

/** The last lines of a text that a failed test attached, such as its server's output. */
function endOfText({ name, contentType, body }: JSONReportTestResult["attachments"][number]): string[] {
  if (contentType !== "text/plain" || body === undefined) return [];
  const lines = Buffer.from(body, "base64").toString().trimEnd().split("\n");
  return [`${name}, last lines:\n${lines.slice(-shownLines).join("\n")}`];
}

/** No test file and no end-to-end test takes half of this, on a machine under load. */
const stallSeconds = 360;

interface Run {
  /** In node_modules. */
  program: string;
  args: string[];
  /** The file that the program writes its report to, as JSON. */
  report: string;
  env: NodeJS.ProcessEnv;
  /** What is counted, in the plural. */
  unit: string;
}

async function runReporting<Report>({ program, args, report, env, unit }: Run) {
  rmSync(report, { force: true });
  let stop = () => {};
  let stalled = "";
  const onStall = (running: string[]) => {
    const names = running.join(", ") || "none: the suite does not end";
    stalled = `\nStopped: no test ended for ${stallSeconds} s. Running: ${names}`;
    stop();
  };
  const { onText, clear } = watchProgress(unit, { stallSeconds, onStall });
  const command = [`node_modules/${program}`, ...args];
  const onStart = (kill: () => void) => {
    stop = kill;
  };
  const { status, output } = await capture(process.execPath, command, { env, onText, onStart });
  clear();
  const result: Report | undefined = existsSync(report)
    ? JSON.parse(readFileSync(report, "utf8"))
    : undefined;
  return { status, output: output + stalled, result: stalled ? undefined : result };
}

/**
 * A suite that fails without naming a test counts as one failure: an unhandled error, or a file
 * that did not load.
 */
function closed({
  passed,
  failures,
  status,
  output,
}: Pick<SuiteResult, "passed" | "failures"> & { status: number; output: string }): SuiteResult {
  const named = failures.map((failure) => failure.replace(colors, ""));
  if (status !== 0 && named.length === 0) return { ...crashed(output), passed };
  if (passed + named.length === 0) return crashed(`no test ran\n${output}`);
  return { passed, failed: named.length, failures: named };
}

function crashed(output: string): SuiteResult {
  return { passed: 0, failed: 1, failures: [output.replace(colors, "")] };
}
