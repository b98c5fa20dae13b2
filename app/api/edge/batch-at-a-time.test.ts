import { expect, it } from "vitest";
import { batchAtATime } from "./batch-at-a-time.ts";

it("a slow reader has one pending write for any number of changes, and finally misses none", async () => {
  const sent: string[][] = [];
  let read = () => {};
  const changed = batchAtATime((topics: string[]) => {
    sent.push(topics);
    return new Promise<void>((resolve) => {
      read = resolve;
    });
  });
  for (let change = 0; change < 1000; change++) changed.add("queue");
  changed.add("agent/a");
  expect(sent).toEqual([["queue"]]);
  expect(changed.isWaiting()).toBe(true);
  for (let reading = 0; reading < 2; reading++) {
    read();
    await new Promise(setImmediate);
  }
  expect(sent).toEqual([["queue"], ["queue", "agent/a"]]);
  expect(changed.isWaiting()).toBe(false);
  changed.add("queue");
  expect(sent).toHaveLength(3);
});
