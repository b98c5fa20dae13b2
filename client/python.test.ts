import { expect, test } from "vitest";
import { runPython, withoutPython } from "./testing/python.ts";

const title = withoutPython ? `skipped, because ${withoutPython}` : "the Python client's own tests pass";

test.skipIf(withoutPython)(title, async () => {
  // unittest writes to standard error, also when every test passes.
  const { stderr } = await runPython(["-m", "unittest"]).catch((failed) => failed);
  expect(stderr).toMatch(/\nOK( \(skipped=\d+\))?\n$/);
});
