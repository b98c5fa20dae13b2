import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { withEitherSignal } from "./with-either-signal.ts";

test("work ends with whichever signal comes first, and at once when one came before", async () => {
  for (const first of [0, 1]) {
    const [caller, closing] = [new AbortController(), new AbortController()];
    const ended = withEitherSignal([caller.signal, closing.signal], aborted);
    [caller, closing][first]?.abort();
    await ended;
    await withEitherSignal([caller.signal, closing.signal], aborted);
  }
});

test("a thousand waits leave nothing on the signal that lives as long as the process", async () => {
  const closing = new AbortController();
  for (let wait = 0; wait < 1000; wait++) {
    await withEitherSignal([new AbortController().signal, closing.signal], async () => undefined);
  }
  expect(getEventListeners(closing.signal, "abort")).toEqual([]);
});

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve());
  });
}
