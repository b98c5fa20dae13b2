import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../setup/repository.mjs";
import { capture } from "../setup/step.mjs";

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what colour codes begin with
const colours = /\u001b\[[0-9;]*m/g;

/** Runs the unit and integration tests. @returns {Promise<{passed: number, failed: number, failures: string[]}>} */
export async function runVitest(env) {
  const report = path.join(cacheFolder, "vitest.json");
  const args = ["run", "--reporter=json", `--outputFile=${report}`];
  const { status, result, output } = await runReporting("vitest/vitest.mjs", args, report, env);
  if (!result) return crashed(output);
  const failures = result.testResults.flatMap(({ name, message, assertionResults }) => {
    const where = path.relative(process.cwd(), name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return message ? [`${where}\n${message}`] : [];
    return failed.map((test) => `${where} › ${test.fullName}\n${test.failureMessages.join("\n")}`);
  });
  const passed = result.numPassedTests;
  return closed({ passed, failures, status, output });
}

/** Runs the end-to-end tests in a real browser. */
export async function runPlaywright(env) {
  const report = path.join(cacheFolder, "playwright.json");
  const args = ["test", "--config", "e2e/playwright.config.ts", "--reporter=json"];
  const withReport = { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const { status, result, output } = await runReporting("@playwright/test/cli.js", args, report, withReport);
  if (!result) return crashed(output);
  const specs = result.suites.flatMap((suite) => specsOf(suite, []));
  const failures = [
    ...result.errors.map((error) => error.stack ?? error.message),
    ...specs.filter(({ ok }) => !ok).map(({ title, errors }) => `${title}\n${errors.join("\n")}`),
  ];
  return closed({
    passed: specs.filter(({ ok, isSkipped }) => ok && !isSkipped).length,
    failures,
    status,
    output,
  });
}

function specsOf(suite, titles) {
  const above = [...titles, suite.title];
  const own = suite.specs.map((spec) => {
    const results = spec.tests.flatMap((test) => test.results);
    return {
      title: [...above, spec.title].join(" › "),
      ok: spec.ok,
      isSkipped: results.every((result) => result.status === "skipped"),
      errors: results.flatMap((result) => result.errors.map((error) => error.message ?? "")),
    };
  });
  return [...own, ...(suite.suites ?? []).flatMap((inner) => specsOf(inner, above))];
}

async function runReporting(program, args, report, env) {
  rmSync(report, { force: true });
  const { status, output } = await capture(process.execPath, [`node_modules/${program}`, ...args], { env });
  const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined;
  return { status, output, result };
}

/** A suite that says it failed without naming a test has failed once: an unhandled error, a file that did not load. */
function closed({ passed, failures, status, output }) {
  const named = failures.map((failure) => failure.replace(colours, ""));
  if (status !== 0 && named.length === 0) return { ...crashed(output), passed };
  if (passed + named.length === 0) return crashed(`no test ran\n${output}`);
  return { passed, failed: named.length, failures: named };
}

function crashed(output) {
  return { passed: 0, failed: 1, failures: [output.replace(colours, "")] };
}
