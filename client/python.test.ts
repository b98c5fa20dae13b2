import { expect, test } from "vitest";
import { runPython, withoutPython } from "./testing/python.ts";

const title = withoutPython ? `skipped, because ${withoutPython}` : "the Python client's own tests pass";
// unittest writes to standard error, also when every test passes.
const { stderr = "" } = withoutPython
  ? {}
  : await runPython(["-m", "unittest", "--verbose"]).catch((failed) => failed);

test.skipIf(withoutPython)(title, () => {
  expect(stderr.slice(-20_000)).toMatch(/\nOK( \(skipped=\d+\))?\n$/);
});

const reasons = new Set([...stderr.matchAll(/\.\.\. skipped ["'](.*)["']\n/g)].map(([, reason]) => reason));
for (const reason of reasons) test.skip(`skipped in Python, because ${reason}`, () => {});
