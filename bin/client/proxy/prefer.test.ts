import { expect, test } from "vitest";
import { readPrefer } from "./headers.ts";

test.each<[string | undefined, number, string | undefined]>([
  [undefined, 30, undefined],
  ["wait=5", 5, "wait=5"],
  ["respond-async, wait=0", 0, "wait=0"],
  ["respond-async", 0, "respond-async"],
  ["Wait = 10", 10, "wait=10"],
  ["wait=999999", 300, "wait=300"],
  ["wait=-1", 30, undefined],
  ["wait=soon, return=minimal", 30, undefined],
])("a client that prefers %s waits for %d seconds", (prefer, holdSeconds, applied) => {
  expect(readPrefer(prefer, 30)).toEqual({ holdSeconds, ...(applied && { applied }) });
});
