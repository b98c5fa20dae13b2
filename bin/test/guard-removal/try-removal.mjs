import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { testNamed, textWithout } from "./entries.mjs";

/**
 * Removes one guard in the copy and runs its tests. `killed`: an assertion failed. `survived`: all
 * passed. `broken`: the tests fail with the guard in place, or crash without it.
 */
export async function tryRemoval(guard, { folder, runner, baseline }) {
  const before = guard.tests.flatMap((test) => failuresOf(test, baseline));
  if (before.length > 0) return { verdict: "broken", why: `fails with the guard in place: ${before[0]}` };
  const file = path.join(folder, guard.file);
  const original = readFileSync(file, "utf8");
  writeFileSync(file, textWithout(guard, original));
  runner.changed(guard.file);
  try {
    return judge(await runner.run(guard.tests, { stopAtAssertion: true }));
  } finally {
    writeFileSync(file, original);
    runner.changed(guard.file);
  }
}

function failuresOf(test, { failures, crashes }) {
  const { file, name } = testNamed(test);
  const own = failures.filter(
    (failure) => failure.test.startsWith(file) && failure.test.includes(name ?? ""),
  );
  return [...own.map((failure) => `${failure.test}: ${failure.message}`), ...crashes];
}

function judge({ ran, failures, crashes }) {
  const noticed = failures.find(({ isAssertion }) => isAssertion);
  if (noticed) return { verdict: "killed", why: noticed.test };
  if (failures.length > 0) return { verdict: "broken", why: `${failures[0].test}: ${failures[0].message}` };
  if (crashes.length > 0) return { verdict: "broken", why: crashes[0] };
  return ran === 0 ? { verdict: "broken", why: "no test ran" } : { verdict: "survived" };
}
