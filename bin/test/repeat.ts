// npm run test:repeat -- <file> [--times=20]: runs a test file or an end-to-end spec many times
// while the processor is busy. A test that fails once in fifty runs shows here before CI.
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { orExplain, setUp } from "../setup.mjs";
import { isSpec } from "./is-spec.ts";
import { provideChromium } from "./provide-chromium.ts";
import { runPlaywright, runVitest } from "./suites.ts";
import { withoutSettings } from "./without-settings.ts";

const paths = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const times = Number(process.argv.find((argument) => argument.startsWith("--times="))?.slice(8) ?? 20);
if (paths.length === 0 || !Number.isInteger(times) || times < 1) {
  console.error("Name a test file: npm run test:repeat -- <file> [--times=20]");
  process.exit(2);
}
const missing = paths.filter((path) => !existsSync(path));
const isEndToEnd = paths.every(isSpec);
if (missing.length > 0 || (!isEndToEnd && paths.some(isSpec))) {
  console.error(
    missing.length > 0
      ? `There is no ${missing.join(", ")}.`
      : "Name either test files or end-to-end specs, not both.",
  );
  process.exit(2);
}
withoutSettings(process.env);
const build = await orExplain(() => setUp({ build: isEndToEnd }));
if (isEndToEnd) {
  process.env.COUNTERSIGN_BUILD = build;
  await orExplain(provideChromium);
}

const load = Array.from({ length: availableParallelism() }, () => new Worker("for (;;);", { eval: true }));
let failedRuns = 0;
for (let run = 1; run <= times; run++) {
  const started = performance.now();
  const { passed, failed, failures } = await (isEndToEnd ? runPlaywright : runVitest)(process.env, { paths });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`run ${run}: ${passed} passed, ${failed} failed (${seconds} s)`);
  for (const failure of failures) console.log(failure);
  if (failed > 0) failedRuns += 1;
}
await Promise.all(load.map((worker) => worker.terminate()));
console.log(`\n${times - failedRuns} of ${times} runs passed`);
process.exit(failedRuns === 0 ? 0 : 1);
