import { expect, it } from "vitest";
import { oneAtATime } from "./one-at-a-time.ts";

it("a slow reader has one pending write for any number of changes, and finally misses none", async () => {
  const sent: string[] = [];
  let read = () => {};
  const tell = oneAtATime((topic: string) => {
    sent.push(topic);
    return new Promise<void>((resolve) => {
      read = resolve;
    });
  });
  for (let change = 0; change < 1000; change++) tell("queue");
  tell("agent/a");
  expect(sent).toEqual(["queue"]);
  for (let reading = 0; reading < 3; reading++) {
    read();
    await new Promise(setImmediate);
  }
  expect(sent).toEqual(["queue", "queue", "agent/a"]);
  tell("queue");
  expect(sent).toHaveLength(4);
});
