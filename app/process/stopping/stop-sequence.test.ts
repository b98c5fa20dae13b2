import { pino } from "pino";
import { expect, test } from "vitest";
import { StopSequence } from "./stop-sequence.ts";

const log = pino({ level: "silent" });

test("parts stop in reverse order, those that were added together at the same time", async () => {
  const steps: string[] = [];
  const stop = new StopSequence(log);
  let finish = () => {};
  const slow = () =>
    new Promise<void>((resolve) => {
      finish = resolve;
    });
  stop.add({ first: async () => void steps.push("first") });
  stop.add({ slow, other: async () => finish() });
  stop.add({ last: async () => void steps.push(`last, closing: ${stop.closing.aborted}`) });
  await stop.now();
  expect(steps).toEqual(["last, closing: true", "first"]);
});

test("a part that fails or never ends keeps no other part from its end, the first part least of all", async () => {
  const steps: string[] = [];
  const stop = new StopSequence(log, 10);
  const isOver = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
  stop.add({ database: () => isOver().then(() => void steps.push("database")) });
  stop.add({ events: async () => void steps.push("events") });
  stop.add({ http: () => new Promise<void>(() => {}), worker: () => Promise.reject(new Error("no")) });
  await stop.now();
  expect(steps).toEqual(["events", "database"]);
});
